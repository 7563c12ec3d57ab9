import { at, defineRule } from '../rule.ts';

export const termsOfService = defineRule({
  id: 'terms-of-service',
  severity: 'warning',
  title: 'A build that stops at Anaconda’s terms of service',
  explain: {
    what: 'The image is to be made with Miniconda, and nobody has accepted the terms. Only where a Dockerfile is made.',
    why: 'Miniconda since July 2025 refuses to install anything without that, from whatever channel the file names (`CondaToSNonInteractiveError`). Its images since 25.11.1 accept them in the name of whoever uses them, and say nothing.',
    fix: 'Read them at https://www.anaconda.com/legal, then say `conda-links dockerfile --accept-tos`; or use conda-forge and `--base miniforge`.',
  },
  *find({ build, file }) {
    if (!build?.isAnacondas || build.areTermsAccepted) return;
    yield at(file.keys.find(({ text }) => text === 'channels') ?? { line: 1, column: 1 });
  },
  say: () =>
    'Nobody has accepted Anaconda’s terms of service: Miniconda may end with CondaToSNonInteractiveError',
});
