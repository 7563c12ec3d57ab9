// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are none
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bakeFile, imageName, matrix, targetName } from '../src/dockerfile/bake.ts';
import { NAME } from '../src/rules/invalid-name.ts';

const names = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,40}$/),
  fc.constantFrom(
    'shared',
    'default',
    '_',
    '___',
    'a..b',
    'a__b',
    'a___b',
    'A',
    'x.',
    '+',
    'a+b',
    '-',
  ),
);

describe('names', () => {
  test.each([
    ['ml', 'ml'],
    ['ML', 'ml'],
    ['py3.12', 'py3.12'],
    ['a__b', 'a__b'],
    ['a___b', 'a-b'],
    ['a..b', 'a-b'],
    ['a.-b', 'a-b'],
    ['_x_', 'x'],
    ['c++', 'c'],
    ['___', 'env'],
  ])('the image of %s is %s', (name, image) => expect(imageName(name)).toBe(image));

  test('of images are ones to a registry, of targets ones to bake', () => {
    fc.assert(
      fc.property(names, (name) => {
        // https://github.com/opencontainers/distribution-spec/blob/main/spec.md, pulling manifests
        expect(imageName(name)).toMatch(/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/);
        if (NAME.test(name)) expect(targetName(name)).toMatch(/^[a-zA-Z0-9_-]+$/);
        expect(['shared', 'default']).not.toContain(targetName(name));
      }),
    );
  });
});

const targets = fc.array(
  fc.record({
    name: names,
    context: fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('.', '${x}', '%{if}', '$${x}'),
    ),
    dockerfile: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('${TAG}', 'a"b')),
    file: fc.string(),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('docker-bake.json', () => {
  test('has a target for each, and says of a path nothing but the path', () => {
    fc.assert(
      fc.property(targets, (some) => {
        const bake = JSON.parse(bakeFile(some));
        expect(bake.group.default.targets).toEqual(some.map(({ name }) => targetName(name)));
        const last = new Map(some.map((one) => [targetName(one.name), one]));
        expect(Object.keys(bake.target).sort()).toEqual(['shared', ...last.keys()].sort());
        for (const [target, { context, dockerfile }] of last) {
          expect(asBakeReads(bake.target[target].context)).toBe(context);
          expect(asBakeReads(bake.target[target].dockerfile)).toBe(dockerfile);
        }
      }),
    );
  });

  test('is the same for the same', () => {
    const one = { name: 'ml', context: '.', dockerfile: 'Dockerfile', file: 'environment.yml' };
    expect(bakeFile([one])).toBe(bakeFile([{ ...one }]));
    expect(bakeFile([one])).toMatch(/^\{\n {2}"variable": [\s\S]*\}\n$/);
  });
});

/** HCL: `$${` and `%%{` are the marks themselves; `${` and `%{` would be read as a template. */
function asBakeReads(text: string): string {
  expect(text.replace(/\$\$\{|%%\{/g, '')).not.toMatch(/[$%]\{/);
  return text.replace(/([$%])\1\{/g, '$1{');
}

test('a matrix is one line, whatever is in it', () => {
  fc.assert(
    fc.property(targets, (some) => {
      const text = matrix(some);
      expect(text).not.toMatch(/[\n\r]/);
      expect(JSON.parse(text).include).toHaveLength(some.length);
      expect(JSON.parse(text).include[0]).toMatchObject({ file: some[0]?.file });
    }),
  );
});
