import { at, defineRule } from '../rule.ts';

export const mixedChannels = defineRule({
  id: 'mixed-channels',
  severity: 'warning',
  title: 'Channels that do not fit together',
  explain: {
    what: '`defaults` and `conda-forge` stand side by side.',
    why: 'Both have most packages, built with other compilers against other libraries. What of which is installed changes with the day and with the priority of channels, and some combinations crash.',
    fix: 'Keep one of them; `nodefaults` keeps the other from coming back.',
  },
  *find({ file }) {
    const channels = file.channels ?? [];
    const forge = channels.find(({ text }) => /(?:^|\/)conda-forge(?:\/|$)/.test(text));
    // Mirrors have the same folders.
    const other = channels.find(({ text }) =>
      /^defaults$|(?:^|\/)pkgs\/(?:main|free|r)(?:\/|$)|\/\/repo\.anaconda\.com/.test(text),
    );
    if (forge && other) yield at(channels.indexOf(forge) > channels.indexOf(other) ? forge : other);
  },
  say: () => 'defaults and conda-forge are mixed',
});
