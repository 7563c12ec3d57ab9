import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryPointOf } from '../src/entry-point.ts';

// As the installers wrote them, word for word, but for the prefix.

const DISTLIB = String.raw`# -*- coding: utf-8 -*-
import re
import sys
from tool.cli import App
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\.pyw|\.exe)?$', '', sys.argv[0])
    sys.exit(App.run())
`;
const OLD_DISTLIB = String.raw`
# -*- coding: utf-8 -*-
import re
import sys

from tool.cli import App

if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\.pyw?|\.exe)?$', '', sys.argv[0])
    sys.exit(App.run())
`;
const PIP_26 = `import sys
from tool.cli import App
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit(App.run())
`;
const UV = `# -*- coding: utf-8 -*-
import sys
from tool.cli import App
if __name__ == "__main__":
    if sys.argv[0].endswith("-script.pyw"):
        sys.argv[0] = sys.argv[0][:-11]
    elif sys.argv[0].endswith(".exe"):
        sys.argv[0] = sys.argv[0][:-4]
    sys.exit(App.run())
`;
const CONDA = OLD_DISTLIB.slice(1);
const BODIES = {
  'pip with distlib': DISTLIB,
  'pip with the distlib of 2016': OLD_DISTLIB,
  'pip 26': PIP_26,
  uv: UV,
  'conda and mamba': CONDA,
  rattler: CONDA.replaceAll('    ', '\t'),
};

const LONG = `/srv/${'long/'.repeat(30)}bin/python`;
const SPACED = '/srv/data science/bin/python';
/** A kernel reads no more than 127 bytes of a first line, and ends the program at a space. */
const HEADS = {
  plain: '#!/srv/ml/bin/python3.11\n',
  'conda-pack': '#!/usr/bin/env python3.11\n',
  'pip, a long prefix': `#!/bin/sh\n'''exec' ${LONG} "$0" "$@"\n' '''\n`,
  'pip, a space': `#!/bin/sh\n'''exec' "${SPACED}" "$0" "$@"\n' '''\n`,
  'uv, a long prefix': `#!/bin/sh\n'''exec' '${LONG}' "$0" "$@"\n' '''\n`,
  'uv, a space': `#!/bin/sh\n'''exec' '${SPACED}' "$0" "$@"\n' '''\n`,
  'conda, mamba and rattler, a long prefix': `#!/bin/sh\n'''exec' "${LONG}" "$0" "$@" #'''\n`,
  'conda, mamba and rattler, a space': `#!/bin/sh\n'''exec' "${SPACED}" "$0" "$@" #'''\n`,
};

describe('a console script is what it calls, whoever wrote it', () => {
  for (const [by, body] of Object.entries(BODIES)) {
    for (const [how, head] of Object.entries(HEADS)) {
      test(`as ${by} writes it: ${how}`, () => {
        expect(entryPointOf(head + body)).toBe('tool.cli:App.run');
      });
    }
  }

  test.for([
    ['from pip import main', 'main()', 'pip:main'],
    ['from a._b.c1 import _run', '_run()', 'a._b.c1:_run'],
    ['from a import B', 'B.c.d()', 'a:B.c.d'],
  ])('%s, %s', ([imported = '', call = '', expected]) => {
    const body = DISTLIB.replace('from tool.cli import App', imported).replace('App.run()', call);
    expect(entryPointOf(HEADS.plain + body)).toBe(expected);
  });

  test('with no line end at its end', () => {
    expect(entryPointOf((HEADS.plain + DISTLIB).trimEnd())).toBe('tool.cli:App.run');
  });
});

describe('a script that does anything more is none', () => {
  /** Python lines that do something, and would if they stood anywhere in it. */
  const CODE = [
    'import os',
    'import re, os',
    'import sys; import os',
    'import tool.cli',
    'from os import system',
    'from tool.cli import App as Other',
    'os.environ.clear()',
    'x = 1',
    'if True: x()',
    '    x()',
    '\tx()',
    '    sys.exit(App.run("--force"))',
    '    sys.exit(App.other())',
    '    sys.argv[0] = x()',
    "    sys.argv[0] = re.sub(r'x', x(), sys.argv[0])",
    "    sys.argv[0] = re.sub(r'x', '', sys.argv[0]); x()",
    "    sys.argv[0] = sys.argv[0].removesuffix('.exe'); x()",
    '    sys.argv[1:] = []',
    "'''",
    '\\',
    '"""text"""',
  ];
  test.for(CODE)('a line of code, wherever it stands: %s', (line) => {
    for (const [head, body] of [
      [HEADS.plain, DISTLIB],
      [HEADS['uv, a long prefix'], UV],
      [HEADS['conda, mamba and rattler, a long prefix'], CONDA],
    ] as const) {
      const lines = body.split('\n');
      for (let at = 0; at < lines.length; at += 1) {
        const more = lines.toSpliced(at, 0, line).join('\n');
        expect([at, entryPointOf(head + more)]).toEqual([at, null]);
      }
    }
  });

  // Python ends a line at a lone carriage return as well, and a comment with it.
  test('a line of code behind a carriage return in a comment', () => {
    const hidden = DISTLIB.replace('utf-8 -*-', 'utf-8 -*-\rimport os; os.abort()');
    expect(entryPointOf(HEADS.plain + hidden)).toBeNull();
    const inShebang = HEADS.plain.replace('3.11', '3.11\rimport os; os.abort()');
    expect(entryPointOf(inShebang + DISTLIB)).toBeNull();
  });

  // The kernel looks for a program whose name ends with a carriage return.
  test('the line ends of Windows', () => {
    expect(entryPointOf((HEADS.plain + DISTLIB).replaceAll('\n', '\r\n'))).toBeNull();
  });

  // `# coding: utf-7` turns `+AAo-` into a line break: what follows in the comment is code.
  test('a comment that names another encoding', () => {
    for (const coding of ['utf-7', 'rot13', 'unicode_escape']) {
      const other = DISTLIB.replace('utf-8', coding).replace('import re', '# +AAo-x()\nimport re');
      expect(entryPointOf(HEADS.plain + other), coding).toBeNull();
    }
  });

  test('a shell that does more than to start Python', () => {
    const start = HEADS['pip, a long prefix'];
    for (const more of [
      start.replace(LONG, `${LONG};id;`),
      start.replace(LONG, '$(id)'),
      start.replace(LONG, '`id`'),
      start.replace(LONG, '"$(id)"'),
      start.replace(LONG, '"`id`"'),
      start.replace('"$@"', '"$@" --force'),
      start.replace("' '''", "id\n' '''"),
      start.replace('#!/bin/sh\n', '#!/bin/sh\nid\n'),
    ]) {
      expect([more, entryPointOf(more + DISTLIB)]).toEqual([more, null]);
    }
  });

  // `-i`, `-c`, `-E` and `-m` let Python do something else with the same lines.
  test('an interpreter with options', () => {
    for (const option of [' -i', ' -E', '\t-S']) {
      expect(entryPointOf(HEADS.plain.replace('\n', `${option}\n`) + DISTLIB), option).toBeNull();
    }
  });

  test('a program that is not Python', () => {
    for (const program of ['/bin/sh', '/srv/ml/bin/pythonista', '/usr/bin/env bash', '']) {
      expect(entryPointOf(`#!${program}\n${DISTLIB}`), program).toBeNull();
    }
  });

  test.for([
    ['nothing at all', ''],
    ['no first line for the kernel', DISTLIB],
    ['a first line alone', HEADS.plain],
    ['the call is missing', HEADS.plain + DISTLIB.replace(/ +sys\.exit.*\n/, '')],
    ['the import is missing', HEADS.plain + DISTLIB.replace(/from.*\n/, '')],
    ['the call comes first', `${HEADS.plain}    sys.exit(App.run())\nfrom tool.cli import App\n`],
    ['the call is of another name', HEADS.plain + DISTLIB.replace('App.run', 'Apps.run')],
    ['the call is not the last word', HEADS.plain + DISTLIB.replace('run())', 'run() or 1)')],
    ['the call comes twice', HEADS.plain + DISTLIB.replace(/( +sys\.exit.*\n)/, '$1$1')],
    ['everything is imported', HEADS.plain + DISTLIB.replace('import App', 'import *')],
    ['a NUL', HEADS.plain + DISTLIB.replace('import re', 'import re\0')],
  ])('%s', ([, script = '']) => {
    expect(entryPointOf(script)).toBeNull();
  });

  test('any printable line that is no comment and not one of its own', () => {
    const own = new Set(DISTLIB.split('\n').map((line) => line.trimEnd()));
    const line = fc
      .string({ minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() !== '' && !text.trimStart().startsWith('#'))
      .filter((text) => !own.has(text.trimEnd()));
    fc.assert(
      fc.property(line, fc.nat(7), (text, at) => {
        const lines = DISTLIB.split('\n').toSpliced(at, 0, text);
        expect(entryPointOf(HEADS.plain + lines.join('\n'))).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});
