import { at, defineRule, type Wishes } from '../rule.ts';
import { carriesSecret, isSecret } from '../secrets.ts';

export const leakedSecret = defineRule({
  id: 'leaked-secret',
  severity: 'error',
  title: 'A password or a token in the file',
  explain: {
    what: 'Credentials in a URL (`https://user:password@…`, `/t/TOKEN/`, `?token=…`), or a variable that by its name or its value is a secret. It is shown as `***` here, and left out of what is generated.',
    why: 'Whoever sees the repository has it; and everybody who has the image too: conda keeps variables in `conda-meta/state`, and URLs in its records.',
    fix: 'Revoke it. Channels: `conda token`, `.netrc` or a build secret; pip: a variable in braces; variables: `docker run --env`.',
  },
  *find(wishes) {
    for (const { name, value, ...place } of wishes.file.variables) {
      if (value !== null && isSecret(name, value))
        yield { ...at(place), where: `the variable ${name}` };
    }
    for (const { text, what, file, line, column } of urls(wishes)) {
      if (carriesSecret(text)) yield { line, column, file, where: what };
    }
  },
  say: ({ where }) => `There is a secret in ${where}`,
});

function* urls({ file, pip }: Wishes) {
  for (const one of file.channels ?? [])
    yield { ...one, file: file.path, what: 'the URL of a channel' };
  for (const { spec, ...place } of file.dependencies) {
    const text = 'name' in spec ? [spec.channel ?? '', ...spec.brackets.values()].join(' ') : '';
    yield { ...at(place), text, file: file.path, what: 'the URL of a channel' };
  }
  for (const one of file.packages)
    yield { ...one, text: one.url, file: file.path, what: 'the URL of a package' };
  for (const one of pip.lines) yield { ...one, what: 'a line for pip' };
}
