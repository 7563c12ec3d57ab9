import type { Placed } from '../conda/environment-file.ts';
import { at, defineRule, type Wishes } from '../rule.ts';

export const defaultChannel = defineRule({
  id: 'default-channel',
  severity: 'warning',
  title: 'Packages of Anaconda’s own channels',
  explain: {
    what: '`defaults` (`pkgs/main`, `pkgs/r`, `repo.anaconda.com`) is among the channels; or no channel is named, so that the installer takes its own, which for Miniconda is `defaults`.',
    why: 'Its terms of service ask organisations of more than 200 people for a licence, and since 2025 Miniconda asks everybody to accept them before it installs anything.',
    fix: 'Use `conda-forge` alone, with `nodefaults` behind it; or read the terms, and say `conda-links dockerfile --accept-tos`.',
  },
  *find({ file }) {
    const named = anacondas(file);
    const [first] = named;
    if (first) {
      yield { ...at(first), channel: first.text };
    } else if (file.form === 'environment' && isOpen(file)) {
      const place = file.keys.find(({ text }) => text === 'channels') ?? { line: 1, column: 1 };
      yield {
        ...at(place),
        channel: '',
        severity: 'note' as const,
        advice: 'Name them: “channels: [conda-forge, nodefaults]”.',
      };
    }
  },
  say: ({ channel }) =>
    channel === ''
      ? 'No channel is named: which packages come depends on the installer'
      : `“${channel}” is a channel of Anaconda, with terms of service of its own`,
});

const ANACONDAS =
  /^(?:defaults|pkgs\/(?:main|r|free|msys2|pro)|main|free|(?:https?:\/\/)?(?:repo\.anaconda\.com|repo\.continuum\.io)(?:\/.*)?)(?:\/(?:linux|osx|win)-[\w]+|\/noarch)?$/;

function anacondas({ channels, dependencies, packages }: Wishes['file']): Placed[] {
  return [
    ...(channels ?? []),
    ...dependencies.flatMap(({ spec, line, column }) =>
      'name' in spec && spec.channel !== null ? [{ line, column, text: spec.channel }] : [],
    ),
    ...packages.flatMap(({ url, line, column }) => {
      const channel = /^https?:\/\/(?:repo\.anaconda\.com|repo\.continuum\.io)\/pkgs\/\w+/.exec(
        url,
      );
      return channel ? [{ line, column, text: channel[0] }] : [];
    }),
  ].filter(({ text }) => ANACONDAS.test(text));
}

/** Whether nothing is said of channels. */
function isOpen({ channels }: Wishes['file']): boolean {
  return channels === null || channels.length === 0;
}
