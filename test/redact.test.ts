import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { redact } from '../src/redact.ts';

describe('credentials are left out', () => {
  it.each<[string, string]>([
    [
      'https://conda.anaconda.org/t/tk-123-abc/org/linux-64',
      'https://conda.anaconda.org/t/***/org/linux-64',
    ],
    ['https://host/conda/t/TOKEN', 'https://host/conda/t/***'],
    ['https://me:secret@host/chan', 'https://***@host/chan'],
    ['https://secret@host/chan', 'https://***@host/chan'],
    ['HTTPS://me:secret@host', 'HTTPS://***@host'],
    ['s3+http://me:secret@host:80/x', 's3+http://***@host:80/x'],
    ['https://bucket/x.conda?X-Amz-Signature=secret&y', 'https://bucket/x.conda?***'],
    ['https://me:secret@host/t/TOKEN/c?sig=x', 'https://***@host/t/***/c?***'],
    ['from https://a:b@c/d and http://e:f@g/h.', 'from https://***@c/d and http://***@g/h.'],
    ['https://me:secret@host/t/TOKEN/c::numpy=1=0', 'https://***@host/t/***/c::numpy=1=0'],
    ['"https://me:secret@host/x"', '"https://***@host/x"'],
  ])('%s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test('an @ in a password, which a browser would forgive', () => {
    expect(redact('https://me:se@cret@host/chan')).not.toMatch(/cret/);
  });

  it.each([
    '',
    'conda-forge',
    'https://conda.anaconda.org/conda-forge/linux-64',
    'file:///srv/channel',
    'mail me@example.org',
    'lib/t',
    'numpy >=1.2,<2',
    'is it there?',
    'https://host/a@b/c',
  ])('%j has none', (text) => {
    expect(redact(text)).toBe(text);
  });

  it.each([
    'bin/pip → /data/t/envs/ml/bin/pip3, which does not exist',
    '/home/t/miniconda3/envs/ml',
  ])('a folder called t is no token: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('wherever they stand, and once is enough', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9_.~-]{6,20}$/).map((text) => `SECRET${text}`);
    const around = fc.constantFrom('', ' ', '“', '(', '\n', 'see ', 'a=', "'");
    fc.assert(
      fc.property(
        secret,
        around,
        fc.constantFrom('https', 'http', 'ftp'),
        (word, before, scheme) => {
          const forms = [
            `${word}@h/c`,
            `u:${word}@h/c`,
            `h/t/${word}/c`,
            `h/c/t/${word}`,
            `h/c?k=${word}`,
          ];
          for (const form of forms) {
            const redacted = redact(`${before}${scheme}://${form} end`);
            expect(redacted).not.toContain('SECRET');
            expect(redacted).toMatch(/ end$/);
            expect(redact(redacted)).toBe(redacted);
          }
        },
      ),
    );
  });
});
