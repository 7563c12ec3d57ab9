import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  isPinned,
  localVersion,
  parseRequirement,
  type Requirement,
  requirementLines,
} from '../src/conda/requirement.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('a requirement', () => {
  it.each<[string, string, string[], string, string | null]>([
    ['numpy', 'numpy', [], '', null],
    ['Ruamel_.Yaml', 'ruamel-yaml', [], '', null],
    ['numpy==1.2', 'numpy', [], '==1.2', null],
    ['numpy == 1.2', 'numpy', [], '==1.2', null],
    ['numpy >=1.2, < 2 , != 1.5.*', 'numpy', [], '>=1.2,<2,!=1.5.*', null],
    ['numpy (>=1.2,<2)', 'numpy', [], '>=1.2,<2', null],
    ['numpy()', 'numpy', [], '', null],
    ['numpy>=1.2,', 'numpy', [], '>=1.2', null],
    ['numpy~=1.2', 'numpy', [], '~=1.2', null],
    ['numpy===1.2-odd', 'numpy', [], '===1.2-odd', null],
    ['numpy==v1!2.0.RC-1.post2.dev3', 'numpy', [], '==v1!2.0.RC-1.post2.dev3', null],
    ['thop==0.1.1-2209072238', 'thop', [], '==0.1.1-2209072238', null],
    ['torch==1.11.0+cu113', 'torch', [], '==1.11.0+cu113', null],
    ['dask[array]', 'dask', ['array'], '', null],
    ['dask [ array , Data_Frame ] >=2', 'dask', ['array', 'Data_Frame'], '>=2', null],
    ['dask[]', 'dask', [], '', null],
    ['numpy # why', 'numpy', [], '', null],
    ['numpy ;', 'numpy', [], '', null],
    ['numpy;python_version<"3.9"', 'numpy', [], '', 'python_version<"3.9"'],
    [
      "numpy>1 ; (os.name == 'posix' and extra in \"a b\") or sys_platform not in 'win32'",
      'numpy',
      [],
      '>1',
      "(os.name == 'posix' and extra in \"a b\") or sys_platform not in 'win32'",
    ],
    ['num\\\npy', 'numpy', [], '', null],
  ])('%s is a package', (text, name, extras, specifier, marker) => {
    expect(parseRequirement(text)).toEqual({
      kind: 'package',
      name,
      extras,
      specifier,
      marker,
      hasHash: false,
      options: [],
    });
  });

  it.each<[string, string | null, string, string | null]>([
    ['git+https://git.example/r.git', null, 'git+https://git.example/r.git', null],
    ['git+https://git.example/r.git@main', null, 'git+https://git.example/r.git', 'main'],
    ['git+ssh://git@git.example/r@v1', null, 'git+ssh://git@git.example/r', 'v1'],
    ['git+https://me:pw@git.example/r', null, 'git+https://me:pw@git.example/r', null],
    ['git+https://me@git.example', null, 'git+https://me@git.example', null],
    [
      'git+https://git.example/r@a/b#egg=Foo_Bar[x]&subdirectory=s',
      'foo-bar',
      'git+https://git.example/r#egg=Foo_Bar[x]&subdirectory=s',
      'a/b',
    ],
    [
      'git+https://git.example/r@b?x=@#subdirectory=s',
      null,
      'git+https://git.example/r?x=@#subdirectory=s',
      'b',
    ],
    [
      'Foo.Bar[x] @ git+https://git.example/r@b ; os_name == "x"',
      'foo-bar',
      'git+https://git.example/r',
      'b',
    ],
    ['hg+http://hg.example/r@12', null, 'hg+http://hg.example/r', '12'],
    ['git+file:///srv/r@b', null, 'git+file:///srv/r', 'b'],
  ])('%s is a repository', (text, name, url, ref) => {
    expect(parseRequirement(text)).toEqual({ kind: 'vcs', name, url, ref, isEditable: false });
    const line = `-e "${text.split(' ;')[0]}"`;
    expect(parseRequirement(line)).toEqual({ kind: 'vcs', name, url, ref, isEditable: true });
  });

  it.each<[string, string | null, string, boolean]>([
    ['https://a.example/x.tar.gz', null, 'https://a.example/x.tar.gz', false],
    [
      'https://a.example/Foo_X-1-py3-none-any.whl',
      'foo-x',
      'https://a.example/Foo_X-1-py3-none-any.whl',
      false,
    ],
    [
      'https://a.example/x.zip#egg=y&sha256=00ff',
      'y',
      'https://a.example/x.zip#egg=y&sha256=00ff',
      true,
    ],
    ['https://a.example/x.zip --hash=sha256:00ff', null, 'https://a.example/x.zip', true],
    ['https://a.example/x;y.zip ; os_name == "x"', null, 'https://a.example/x;y.zip', false],
    ['Foo_X @ http://a.example/a@b.zip', 'foo-x', 'http://a.example/a@b.zip', false],
    ['foo@ftp://a.example/x.zip', 'foo', 'ftp://a.example/x.zip', false],
  ])('%s is a URL', (text, name, url, hasHash) => {
    const expected = { kind: 'url', name, url, hasHash, isEditable: false };
    expect(parseRequirement(text)).toEqual(expected);
  });

  it.each<[string, string, string[], boolean]>([
    ['.', '.', [], false],
    ['./pkg[dev,test]', './pkg', ['dev', 'test'], false],
    ['../pkg ; os_name == "x"', '../pkg', [], false],
    ['pkg/sub', 'pkg/sub', [], false],
    ['/srv/x.tar.gz', '/srv/x.tar.gz', [], false],
    ['wheels/x-1-py3-none-any.whl[a]', 'wheels/x-1-py3-none-any.whl', ['a'], false],
    ['x-1-py3-none-any.whl', 'x-1-py3-none-any.whl', [], false],
    ['x-1.TAR.bz2', 'x-1.TAR.bz2', [], false],
    ['file:///srv/a%20b#egg=x', '/srv/a b', [], false],
    ['file://localhost/srv/a', '/srv/a', [], false],
    ['file:./a', './a', [], false],
    ['file:%zz', '%zz', [], false],
    ['x[y] @ file:///srv/a', '/srv/a', ['y'], false],
    ['-e .', '.', [], true],
    ['-e .[dev]', '.', ['dev'], true],
    ['-e ".[dev, test]"', '.', ['dev', 'test'], true],
    ["-e 'a b'", 'a b', [], true],
    ['--editable=pkg', 'pkg', [], true],
    ['-e file:///srv/a[x]', '/srv/a', ['x'], true],
    ['-e./a', './a', [], true],
  ])('%s is a path', (text, path, extras, isEditable) => {
    expect(parseRequirement(text)).toEqual({ kind: 'path', path, extras, isEditable });
  });

  it.each<[string, string, boolean]>([
    ['-r more.txt', 'more.txt', false],
    ['-rmore.txt', 'more.txt', false],
    ['--requirement=a\\ b.txt', 'a b.txt', false],
    ['--requirem "a b.txt"', 'a b.txt', false],
    ['-r https://a.example/r.txt [--no-deps]', 'https://a.example/r.txt', false],
    ['-c limits.txt --pre', 'limits.txt', true],
    ['-c limits.txt -r more.txt', 'more.txt', false],
  ])('%s is another file', (text, path, isConstraint) => {
    expect(parseRequirement(text)).toEqual({ kind: 'file', path, isConstraint });
  });

  it.each<[string, [string, string][]]>([
    ['--index-url https://i.example', [['--index-url', 'https://i.example']]],
    ['-i https://i.example', [['--index-url', 'https://i.example']]],
    ['--pypi-url=https://i.example?a=b', [['--index-url', 'https://i.example?a=b']]],
    ['--extra https://i.example', [['--extra-index-url', 'https://i.example']]],
    [
      '--pre -f ./w --no-index --trusted-host "h h"',
      [
        ['--pre', ''],
        ['--find-links', './w'],
        ['--no-index', ''],
        ['--trusted-host', 'h h'],
      ],
    ],
    ['--no-binary :all: # why', [['--no-binary', ':all:']]],
    ['-f ""', [['--find-links', '']]],
    ['--pre stray -- --no-index', [['--pre', '']]],
  ])('%s is options', (text, options) => {
    const expected = options.map(([name, value]) => ({ name, value }));
    expect(parseRequirement(text)).toEqual({ kind: 'option', options: expected });
  });

  it('has options of its own', () => {
    const line = `numpy==1.2 ; os_name == "x" --hash=sha256:00 \\\n --hash sha512:11 -i https://i.example`;
    expect(parseRequirement(line)).toMatchObject({
      specifier: '==1.2',
      marker: 'os_name == "x"',
      hasHash: true,
      options: [
        { name: '--hash', value: 'sha256:00' },
        { name: '--hash', value: 'sha512:11' },
        { name: '--index-url', value: 'https://i.example' },
      ],
    });
  });

  it.each(['', '  ', '# numpy', ' # -e .', '\\', '\n\n'])('%j is blank', (text) => {
    expect(parseRequirement(text)).toEqual({ kind: 'blank' });
  });

  it.each<[string, string]>([
    ['numpy=1.2', '= is no operator of pip: write =='],
    ['numpy=>1.2', '=> is no operator of pip: write >='],
    ['numpy<>1.2', '<> is no operator of pip: write !='],
    ['numpy 1.2', 'no operator after the name: write =='],
    ['numpy>=1 <2', 'no version that pip takes after >='],
    ['numpy>=1,,<2', 'no operator after the name: write =='],
    ['numpy>=', 'an operator without a version'],
    ['numpy<<1', 'no operator of pip'],
    ['numpy>=1.*', 'no version that pip takes after >='],
    ['numpy>1+local', 'no version that pip takes after >'],
    ['numpy~=1', 'no version that pip takes after ~='],
    ['numpy==1.2=py39_0', 'no version that pip takes after =='],
    ['-numpy', 'an option that no requirements file takes'],
    ['_numpy', 'it begins with no name of a package'],
    ['numpy[a', 'a ] is missing after the extras'],
    ['numpy[a b]', 'extras that are no names'],
    ['numpy[a,]', 'extras that are no names'],
    ['.[a b]', 'extras that are no names'],
    ['numpy ; python', 'the condition after the ; is none'],
    ['numpy ; os_name == "x" and', 'the condition after the ; is none'],
    ['numpy ; (os_name == "x"', 'the condition after the ; is none'],
    ['numpy ; os_name == "x")', 'the condition after the ; is none'],
    ['numpy ; os_name == x', 'the condition after the ; is none'],
    ['numpy @ ./here', 'no URL after the @'],
    ['numpy @ https://a.example/a b', 'no URL after the @'],
    ['numpy x @ https://a.example/a', 'no name, or no name alone, before the @'],
    [
      'git+git@git.example:me/r.git',
      'an address that pip cannot take: write git+https:// or git+ssh://',
    ],
    [
      '-e git+git@git.example:me/r.git',
      'an address that pip cannot take: write git+https:// or git+ssh://',
    ],
    ['git+https://git.example/r@', 'an @ without a branch, tag or commit'],
    ['ssh://git@git.example/r', 'a kind of URL that pip does not take'],
    ['file://other.example/r', 'a file of another machine'],
    ['-e https://a.example/x.zip', '-e takes a folder or a repository, no URL'],
    ['-e ""', '-e without a folder'],
    ['-e', '--editable without a value'],
    ['--no-deps', 'an option that no requirements file takes'],
    ['--p', 'an option that is cut too short'],
    ['--pre=1', '--pre takes no value'],
    ['numpy --hash=md5:00', 'a --hash that is none of sha256, sha384 and sha512'],
    ['-r "more.txt', 'a quote that is not closed'],
    ['-r more.txt\\ \\', 'a \\ at the end'],
    ['numpy\nscipy', 'more than one line'],
  ])('%j is bad', (text, reason) => {
    expect(parseRequirement(text)).toEqual({ kind: 'bad', reason });
  });

  it.each<[string, boolean, string | null]>([
    ['x==1.2', true, null],
    ['x>1,==1.2', true, null],
    ['x===1.2', true, null],
    ['x==1.11.0+cu113', true, '1.11.0+cu113'],
    ['x!=1.0+cu1,==1.1', true, null],
    ['x', false, null],
    ['x==1.*', false, null],
    ['x>=1.2', false, null],
    ['x!=1.11+cu113', false, null],
    ['https://a.example/x.zip', false, null],
    ['https://a.example/x.zip#sha256=00ff', true, null],
    ['https://a.example/x.zip --hash=sha256:00', true, null],
    [`git+https://git.example/r@${COMMIT}`, true, null],
    [`git+https://git.example/r@${COMMIT.slice(0, 7)}`, false, null],
    ['git+https://git.example/r', false, null],
    ['./x', false, null],
    ['-r x.txt', false, null],
  ])('%s: pinned %s, local version %s', (text, isExact, local) => {
    const requirement = parseRequirement(text);
    expect(isPinned(requirement)).toBe(isExact);
    expect(localVersion(requirement)).toBe(local);
  });
});

describe('a requirements file', () => {
  it.each<[string, [string, number][]]>([
    [
      'a\nb\n',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      '\ufeffa\r\n\r\n  b  \r',
      [
        ['a', 1],
        ['b', 3],
      ],
    ],
    [
      '# x\na # y\n#b\nc#d',
      [
        ['a', 2],
        ['c#d', 4],
      ],
    ],
    [
      'a\\\n==1\\\n.2\nb',
      [
        ['a==1.2', 1],
        ['b', 4],
      ],
    ],
    [
      'a \\\n  --hash=x # y\nb',
      [
        ['a   --hash=x', 1],
        ['b', 3],
      ],
    ],
    // a comment does not go on, and ends what did
    ['# x \\\na', [['a', 2]]],
    [
      'a \\\n# x \\\nb',
      [
        ['a', 1],
        ['b', 3],
      ],
    ],
    ['a\\', [['a', 1]]],
    ['a\\\n', [['a', 1]]],
    ['\\\n\n\\\nb', [['b', 3]]],
    [
      'a\fb\u2028c',
      [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
    ],
    ['', []],
  ])('%j', (text, lines) => {
    expect(requirementLines(text)).toEqual(lines.map(([found, line]) => ({ text: found, line })));
  });
});

/** A requirement as one would write it. */
function written(requirement: Requirement): string {
  switch (requirement.kind) {
    case 'package': {
      const { name, extras, specifier, marker } = requirement;
      return `${name}[${extras.join(', ')}] ${specifier} ; ${marker ?? ''}`;
    }
    case 'vcs': {
      const [base, fragment] = requirement.url.split('#');
      return `${base}${requirement.ref ? `@${requirement.ref}` : ''}${fragment ? `#${fragment}` : ''}`;
    }
    case 'option':
      return requirement.options.map(({ name, value }) => `${name}='${value}'`).join(' ');
    default:
      throw new Error(requirement.kind);
  }
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const release = fc.stringMatching(/^\d{1,3}(?:\.\d{1,3}){1,3}$/);
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({
    kind: fc.constant('package' as const),
    name: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('-')),
    extras: fc.array(word, { maxLength: 3 }),
    specifier: fc
      .array(fc.tuple(fc.constantFrom('==', '!=', '>=', '<', '~=', '==='), release), {
        maxLength: 3,
      })
      .map((terms) => terms.map((term) => term.join('')).join(',')),
    marker: fc.constantFrom(null, 'os_name == "x"', '"1" in extra and (os_name != \'y\')'),
    hasHash: fc.constant(false),
    options: fc.constant([]),
  }),
  fc
    .tuple(
      fc.constantFrom('', 'me@', 'me:p@'),
      fc.array(word, { minLength: 1 }),
      fc.option(word),
      fc.option(word),
    )
    .map(([account, path, ref, name]) => ({
      kind: 'vcs' as const,
      name,
      url: `git+https://${account}git.example/${path.join('/')}${name ? `#egg=${name}` : ''}`,
      ref,
      isEditable: false,
    })),
  fc.record({
    kind: fc.constant('option' as const),
    options: fc.array(
      fc.record({
        name: fc.constantFrom('--index-url', '--find-links', '--trusted-host'),
        value: fc.stringMatching(/^[a-z"\\:/= -]{0,12}[a-z]$/),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);

describe('whatever is written', () => {
  test('reads as what it was', () => {
    fc.assert(
      fc.property(requirement, (expected) => {
        expect(parseRequirement(written(expected))).toEqual(expected);
      }),
    );
  });

  test('is read, or refused in our own words', () => {
    const piece = fc.constantFrom(
      ...'aZ1.*=<>!~,()[]"\' ;:/#@-_+\\%Ω\u001b\n'.split(''),
      ...['git+https://', 'https://', 'file:', '-e ', '-r', ' --hash=', '; os_name', '.whl', '=='],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (line) => {
        const found = parseRequirement(line);
        if (found.kind === 'bad') expect(found.reason).toMatch(/^[ -~]{5,70}$/);
        if (found.kind === 'package') expect(found.name).toMatch(/^[a-z0-9][a-z0-9-]*$/);
        expect(found.kind === 'blank').toBe(requirementLines(line).length === 0);
      }),
      { numRuns: 5000 },
    );
  });

  test('every line of a file that is one line is that line', () => {
    const line = fc.string().filter((one) => !/[\\#]|[^ -~]/.test(one) && one.trim() !== '');
    fc.assert(
      fc.property(fc.array(fc.option(line)), (lines) => {
        const expected = lines.flatMap((one, index) =>
          one === null ? [] : [{ text: one.trim(), line: index + 1 }],
        );
        expect(requirementLines(lines.map((one) => one ?? '# x').join('\n'))).toEqual(expected);
      }),
    );
  });

  // At a cost that grew with the square of the length, these would not end in time.
  it.each(['', 'a ', 'a[', 'a==1', "a ; 'a'==", '-e ', '--hash=', 'git+https://h/', 'a @ '])(
    '%j and then much of one thing',
    (start) => {
      const units = [
        ' #',
        '\\\n',
        ' --pre',
        ' and ',
        "'a'",
        '&egg=',
        'a,',
        '1.',
        ...'a[]("\'\\-_@#; /.%\n'.split(''),
      ];
      for (const unit of units) {
        for (const end of ['', 'x', ']', '!', '.whl']) {
          const found = parseRequirement(start + unit.repeat(100_000 / unit.length) + end);
          if (found.kind === 'bad') expect(found.reason).toMatch(/^[ -~]{5,70}$/);
        }
      }
    },
  );
});
