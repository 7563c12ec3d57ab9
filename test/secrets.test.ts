import { describe, expect, it } from 'vitest';
import { carriesSecret, isSecret } from '../src/secrets.ts';

describe('a URL', () => {
  it.each([
    'https://me:hunter2@x.example/c',
    'https://:hunter2@x.example',
    'https://me:a@hunter2@x.example',
    'HTTPS://me:hunter2@x.example',
    'git+https://0123456789abcdef@github.com/a/b',
    'git+ssh://git:hunter2@x.example/a',
    'https://x.example/t/tk-1/c',
    'https://x.example/t/$TOKEN/c/t/tk-1/',
    'https://x.example/c?token=x1',
    'https://x.example/c?a=b&private_token=x1',
    'https://x.example/c?X-Amz-Signature=x1',
    '--index-url=https://me:hunter2@x.example',
    'a@https://me:hunter2@x.example/a.whl',
    'a @ https://me:hunter2@x.example/a.whl',
    'https://a.example,https://me:hunter2@x.example',
  ])('carries a secret: %s', (text) => {
    expect(carriesSecret(text)).toBe(true);
  });

  it.each([
    '',
    'https://x.example/c',
    'git+ssh://git@github.com/a/b',
    'ssh://a-rather-long-login@x.example/c',
    'git+https://me@x.example/a',
    'git@github.com:a/b',
    'https://me:$PASSWORD@x.example',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so it stands in files
    'https://${TOKEN}@x.example',
    'https://me:%(TOKEN)s@x.example',
    'https://me:<password>@x.example',
    'https://me:***@x.example',
    'https://x.example/t/$TOKEN/c',
    'https://x.example/t/',
    'https://x.example/c?page=2&channel=x',
    'https://x.example/a@1.2#egg=a',
    './t/folder',
    '-r t/t/requirements.txt',
    '/home/t/x/a-1-0.conda',
  ])('carries none: %s', (text) => {
    expect(carriesSecret(text)).toBe(false);
  });
});

describe('a variable', () => {
  it.each([
    ['TOKEN', 'x1'],
    ['github_token', 'x1'],
    ['AWS_SECRET_ACCESS_KEY', 'x1'],
    ['API_KEY', 'x1'],
    ['OPENAI_APIKEY', 'x1'],
    ['PGPASSWORD', 'x1'],
    ['DB_PASSWORD', 'x1'],
    ['X', 'ghp_0123456789abcdef'],
    ['X', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIi'],
    ['X', '-----BEGIN RSA PRIVATE KEY-----'],
    ['X', 'AKIA0123456789ABCDEF'],
    ['DATABASE_URL', 'postgres://me:hunter2@x.example/db'],
  ])('that is one: %s=%s', (name, value) => {
    expect(isSecret(name, value)).toBe(true);
  });

  it.each([
    ['TOKENIZERS_PARALLELISM', 'false'],
    ['TOKEN', ''],
    ['TOKEN', '$TOKEN'],
    ['USE_TOKEN', 'True'],
    ['MAX_TOKENS', '512'],
    ['SECRET_FILE', '/run/secrets/x'],
    ['CREDENTIALS', '~/.aws/credentials'],
    ['KEYBOARD', 'de'],
    ['MONKEY', 'x1'],
    ['X', 'sk-learn'],
    ['X', 'ask-0123456789012345678901234'],
    ['DATABASE_URL', 'postgres://me@x.example/db'],
  ])('that is none: %s=%s', (name, value) => {
    expect(isSecret(name, value)).toBe(false);
  });
});

// Two of them would take minutes if they took their square.
it.each(['a', 'a://', '/t/', '?token', 'https://a', ' ', '://', '-----BEGIN ', 'eyJ', '_TOKEN'])(
  'a megabyte of %j is no trouble',
  (unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    expect([carriesSecret(text), isSecret(text, text)]).toHaveLength(2);
  },
);
