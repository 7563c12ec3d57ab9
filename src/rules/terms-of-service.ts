import { at, defineRule } from '../rule.ts';
import { usesDefaults } from './default-channel.ts';

export const termsOfService = defineRule({
  id: 'terms-of-service',
  severity: 'warning',
  title: 'A build that stops at Anaconda’s terms of service',
  explain: {
    what: 'The image is to be made with Miniconda from `defaults`, and nobody has accepted the terms. Only where a Dockerfile is made.',
    why: 'Miniconda since July 2025 refuses to install without that (`CondaToSNonInteractiveError`). Its images since 25.11.1 accept them in the name of whoever uses them, and say nothing.',
    fix: 'Read them at https://www.anaconda.com/legal, then say `--accept-tos`; or use conda-forge and `--base miniforge`.',
  },
  *find(wishes) {
    const { build, file } = wishes;
    if (!build?.isAnacondas || build.areTermsAccepted || !usesDefaults(wishes)) return;
    const place = file.keys.find(({ text }) => text === 'channels') ?? { line: 1, column: 1 };
    yield at(place);
  },
  say: () =>
    'Nobody has accepted the terms of service of these channels: Miniconda may end with CondaToSNonInteractiveError',
});
