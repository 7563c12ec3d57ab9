import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type MatchSpec, parseMatchSpec } from '../src/conda/match-spec.ts';

function read(text: string): MatchSpec {
  const spec = parseMatchSpec(text);
  if ('reason' in spec) throw new Error(`${text}: ${spec.reason}`);
  return spec;
}

function reasonOf(text: string): string | null {
  const spec = parseMatchSpec(text);
  return 'reason' in spec ? spec.reason : null;
}

describe('a match spec', () => {
  it.each<[string, string, string | null, string | null]>([
    ['zlib', 'zlib', null, null],
    ['PyYAML', 'pyyaml', null, null],
    ['_libgcc_mutex', '_libgcc_mutex', null, null],
    ['__glibc >=2.17', '__glibc', '>=2.17', null],
    ['r-data.table', 'r-data.table', null, null],
    ['py*', 'py*', null, null],
    // one `=` is open, two are not, and none either
    ['zlib=1.3', 'zlib', '1.3.*', null],
    ['zlib=1.3.*', 'zlib', '1.3.*', null],
    ['zlib=1.3*', 'zlib', '1.3.*', null],
    ['zlib==1.3', 'zlib', '==1.3', null],
    ['zlib===1.3', 'zlib', '==1.3', null],
    ['zlib==1.3.*', 'zlib', '1.3.*', null],
    ['zlib 1.3', 'zlib', '==1.3', null],
    ['zlib 1.*.2', 'zlib', '1.*.2', null],
    ['zlib=1.*.2', 'zlib', '1.*.2*', null],
    ['zlib =1.3', 'zlib', '1.3.*', null],
    ['zlib = 1.3', 'zlib', '1.3.*', null],
    ['zlib== 1.3', 'zlib', '==1.3', null],
    // where a build follows, one is enough
    ['zlib=1.3=h4_0', 'zlib', '==1.3', 'h4_0'],
    ['zlib==1.3=h4_0', 'zlib', '==1.3', 'h4_0'],
    ['zlib 1.3 h4_0', 'zlib', '==1.3', 'h4_0'],
    ['zlib =1.3 h4_0', 'zlib', '==1.3', 'h4_0'],
    ['zlib=1.3.*=h4_*', 'zlib', '1.3.*', 'h4_*'],
    ['torch=*=*cuda*', 'torch', null, '*cuda*'],
    ['torch * *cuda*', 'torch', null, '*cuda*'],
    ['torch >=2,<3 *cuda*', 'torch', '>=2,<3', '*cuda*'],
    ['torch >=2 , < 3 =cpu_0', 'torch', '>=2,<3', 'cpu_0'],
    ['zlib * *', 'zlib', null, null],
    ['zlib *', 'zlib', null, null],
    ['zlib=', 'zlib', null, null],
    // constraints
    ['zlib>=1.2,<2|==3', 'zlib', '>=1.2,<2|==3', null],
    ['zlib >= 1.2 , < 2', 'zlib', '>=1.2,<2', null],
    ['zlib 1.2|1.3', 'zlib', '==1.2|==1.3', null],
    ['zlib=1.2|1.3', 'zlib', '1.2.*|==1.3', null],
    ['zlib=1.2,!=1.2.5', 'zlib', '1.2.*,!=1.2.5', null],
    ['zlib !=1.2.*', 'zlib', '!=1.2.*', null],
    ['zlib >=1.2.*', 'zlib', '>=1.2', null],
    ['zlib~=1.2', 'zlib', '~=1.2', null],
    [String.raw`zlib ^1\.2\d$`, 'zlib', String.raw`^1\.2\d$`, null],
    ['zlib >1|*', 'zlib', '>1|*', null],
    ['x=1!2.0', 'x', '1!2.0.*', null],
    ['x==2.0+cu118', 'x', '==2.0+cu118', null],
    ['openssl 1.0.1_', 'openssl', '==1.0.1_', null],
    ['jpeg 9-a', 'jpeg', '==9-a', null],
    ['x 2@tag', 'x', '==2@tag', null],
    // what is passed over
    ['zlib >=1 # for y', 'zlib', '>=1', null],
    ['zlib#x', 'zlib', null, null],
    ['zlib >=1 if linux', 'zlib', '>=1', null],
    ['zlib (>1)', 'zlib', null, null],
    ['zlib 1.3\n', 'zlib', '==1.3', null],
  ])('%s', (text, name, version, build) => {
    expect(read(text)).toMatchObject({ name, version, build, channel: null });
  });

  it.each<[string, string | null, string | null]>([
    ['conda-forge::zlib', 'conda-forge', null],
    ['conda-forge/label/dev::zlib', 'conda-forge/label/dev', null],
    ['conda-forge/linux-64::zlib', 'conda-forge', 'linux-64'],
    ['conda-forge/label/dev/noarch::zlib', 'conda-forge/label/dev', 'noarch'],
    ['pkgs/main/linux-ppc64le::zlib', 'pkgs/main', 'linux-ppc64le'],
    ['pkgs/linux-64x::zlib', 'pkgs/linux-64x', null],
    ['conda-forge:space:zlib', 'conda-forge', null],
    ['space:zlib', null, null],
    ['::zlib', null, null],
    ['*::zlib', null, null],
    ['*/linux-64::zlib', null, 'linux-64'],
    ['https://conda.example/c::zlib', 'https://conda.example/c', null],
    [
      'https://me:pw@conda.example:8443/t/tk-1/c/osx-arm64/::zlib',
      'https://me:pw@conda.example:8443/t/tk-1/c',
      'osx-arm64',
    ],
    ['./here/noarch::zlib', './here', 'noarch'],
    ['zlib[channel=conda-forge/win-64]', 'conda-forge', 'win-64'],
    ['a::zlib[channel=b,subdir=noarch]', 'b', 'noarch'],
    ['a/linux-64::zlib[subdir=noarch]', 'a', 'noarch'],
  ])('%s has its channel', (text, channel, subdir) => {
    expect(read(text)).toMatchObject({ name: 'zlib', channel, subdir });
  });

  it.each<[string, Partial<MatchSpec>, [string, string][]]>([
    ['zlib[version=1.3]', { version: '==1.3' }, []],
    ["zlib[version='=1.3']", { version: '1.3.*' }, []],
    ['zlib[version="==1.3",build=h_0]', { version: '==1.3', build: 'h_0' }, []],
    ["zlib[version='>=1, <2' build=*x*]", { version: '>=1,<2', build: '*x*' }, []],
    ["zlib[version='(1|2),!=1.5']", { version: '(==1|==2),!=1.5' }, []],
    ["zlib[version='((1))']", { version: '==1' }, []],
    ["zlib[version='1,2|(3,(4|5))']", { version: '==1,==2|==3,(==4|==5)' }, []],
    ["zlib[version='^1.2,3$|4']", { version: '^1.2,3$|==4' }, []],
    // what is in brackets counts, but for the name
    ['zlib 1 a[version=2,build=b]', { version: '==2', build: 'b' }, []],
    ['zlib[name=other]', { name: 'zlib' }, []],
    ['zlib [md5=00ff]', { version: null }, [['md5', '00ff']]],
    [
      '*[sha256=\'ab\' , license="BSD 3"]',
      { name: '*' },
      [
        ['sha256', 'ab'],
        ['license', 'BSD 3'],
      ],
    ],
    ['zlib[build_number=3]', {}, [['build_number', '3']]],
    ["zlib[build_number='>=3']", {}, [['build_number', '>=3']]],
    ['zlib[md5=a,md5=b]', {}, [['md5', 'b']]],
    ['zlib[extra]', {}, []],
    ['zlib[]=1.3', { version: '1.3.*' }, []],
    [
      'zlib(optional,target=a-1.2)',
      {},
      [
        ['optional', 'true'],
        ['target', 'a-1.2'],
      ],
    ],
    ['zlib(md5=00ff)', {}, []],
    ['mkl@', { name: '*' }, [['track_features', 'mkl']]],
  ])('%s has its brackets', (text, parts, brackets) => {
    const spec = read(text);
    expect(spec).toMatchObject(parts);
    expect([...spec.brackets].sort()).toEqual([...brackets].sort());
  });

  it.each<[string, Partial<MatchSpec>, string]>([
    [
      'https://u:p@conda.example/c/linux-64/py-lib-1.2-h3_0.conda',
      {
        channel: 'https://u:p@conda.example/c',
        subdir: 'linux-64',
        name: 'py-lib',
        version: '==1.2',
        build: 'h3_0',
      },
      'py-lib-1.2-h3_0.conda',
    ],
    [
      'file:///srv/c/noarch/x-1%2B2-0.tar.bz2',
      { channel: 'file:///srv/c', subdir: 'noarch', name: 'x', version: '==1+2', build: '0' },
      'x-1+2-0.tar.bz2',
    ],
    ['/noarch/x-1-0.conda', { channel: '/', subdir: 'noarch', name: 'x' }, 'x-1-0.conda'],
    ['osx-64/x-1-0.conda', { channel: '.', subdir: 'osx-64', name: 'x' }, 'x-1-0.conda'],
    [
      './got/x-1-0.tar.bz2',
      { channel: null, subdir: null, name: '*', version: null },
      'x-1-0.tar.bz2',
    ],
    ['x.CONDA', { name: '*', build: null }, 'x.CONDA'],
  ])('%s is a file', (text, parts, file) => {
    const spec = read(text);
    expect(spec).toMatchObject(parts);
    expect([...spec.brackets]).toEqual([
      ['fn', file],
      ['url', text],
    ]);
  });

  it.each<[string, string]>([
    ['', 'it is empty'],
    ['  ', 'it is empty'],
    ['# zlib', 'it names no package'],
    [' zlib', 'it names no package'],
    ['>=1', 'it names no package'],
    ['zlib\nxz', 'more than one line'],
    ['tensorflow=>1.2.0', '=> is no operator: write >='],
    ['tensorflow =>1.2.0,<1.3', '=> is no operator: write >='],
    ['zlib >1,=<2', '=< is no operator: write <='],
    ['zlib <>1', '<> is no operator: write !='],
    ['zlib==>1', 'no operator of versions'],
    ['zlib>=', '>= without a version'],
    ['zlib==', '== without a version'],
    ['zlib= ', '= without a version'],
    ['zlib>=1,', 'a version is missing'],
    ['zlib ,<1', 'a version is missing'],
    ['zlib 1||2', 'a version is missing'],
    ["zlib[version='>= 1']", 'a blank after >= in the version'],
    ["zlib[version='(1|2']", 'a ) is missing in the version'],
    ["zlib[version='(1)(2)']", 'a , or a | is missing in the version'],
    [`zlib[version='${'('.repeat(99)}1${')'.repeat(99)}']`, 'too many parentheses'],
    ['zlib ^1', '^ without $ in the version, or $ without ^'],
    ['zlib~=1.2.*', '~= takes no .*: write ='],
    ['zlib 1..2', 'no version that can be compared'],
    ['zlib 1-2_3', 'characters that no version has'],
    ['zlib=1=2=3', 'characters that no version has'],
    ['zlib=={{ v }}', 'characters that no version has'],
    ['z%lib', 'characters that no package name has'],
    ['https://conda.example/zlib', 'characters that no package name has'],
    ['z--lib', 'no name of a package'],
    ['___zlib', 'no name of a package'],
    ['zlib[md5=]', 'a key without a value in brackets'],
    ['zlib[size=3]', 'a key in brackets that conda does not know'],
    ["zlib[build_number='>=']", '>= without a version'],
    ['zlib [md5=a] 1 [md5=b]', 'more than one pair of brackets'],
    ['https://conda.example/noarch/zlib.conda', 'the file is not called NAME-VERSION-BUILD'],
  ])('%j is refused', (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });
});

const version = fc
  .tuple(
    fc.constantFrom('', '', '1!'),
    fc.array(fc.stringMatching(/^(?:\d{1,3}(?:a|rc|post)?\d?|dev)$/), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.constantFrom('', '', '+cu118', '_'),
  )
  .map(([epoch, parts, end]) => epoch + parts.join('.') + end);
const term = fc
  .tuple(fc.constantFrom('>=', '<=', '>', '<', '!=', '~=', '=='), version)
  .map((parts) => parts.join(''));
const open = version.filter((one) => !one.endsWith('_')).map((one) => `${one}.*`);
const constraint: fc.Arbitrary<string> = fc
  .array(fc.array(fc.oneof(term, open), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((choices) => choices.map((all) => all.join(',')).join('|'));
const name = fc.stringMatching(/^_?[a-z][a-z0-9]{0,5}(?:[._-][a-z0-9]{1,4}){0,2}$/);
const build = fc.stringMatching(/^(?:h|py|\*)[a-z0-9]{1,6}_[0-9*]$/);

describe('whatever is written', () => {
  test('a name, a version and a build are the same in every spelling', () => {
    fc.assert(
      fc.property(name, version, build, (n, v, b) => {
        const expected = { ...read('x'), name: n, version: `==${v}`, build: b };
        const spellings = [
          `${n} ${v} ${b}`,
          `${n}=${v}=${b}`,
          `${n}==${v}=${b}`,
          `${n} == ${v} ${b}`,
        ];
        const bracketed = [`${n}[version=${v},build=${b}]`, `${n} ${v}[build='${b}']`];
        for (const text of [...spellings, ...bracketed]) expect(read(text)).toEqual(expected);
      }),
    );
  });

  test('a constraint in normal form stays as it is', () => {
    fc.assert(
      fc.property(name, constraint, build, (n, v, b) => {
        expect(read(`${n}[version='${v}']`).version).toBe(v);
        expect(read(`${n} ${v}`).version).toBe(v);
        expect(read(`${n} ${v.replaceAll(',', ' , ')}[build=${b}]`)).toMatchObject({
          version: v,
          build: b,
        });
      }),
    );
  });

  test('what was read once reads the same again', () => {
    const piece = fc.constantFrom(...'()|,*=><!~^$.19a_-+ '.split(''), '>=', '1.2', '1.*', '^1$');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const spec = parseMatchSpec(`x[version='${pieces.join('')}']`);
        // `==*` is anything where it stands alone, and what nothing fits in parentheses: so does conda.
        fc.pre(!('reason' in spec) && spec.version !== null && spec.version !== '==*');
        expect(read(`x[version='${(spec as MatchSpec).version}']`).version).toBe(
          (spec as MatchSpec).version,
        );
      }),
      { numRuns: 3000, examples: [[['>=', '*', ' ', '.', '*']]] },
    );
  });

  test('it is read, or refused in our own words', () => {
    const piece = fc.constantFrom(
      ...'aZ1.*=<>!~|,()[]"\' :/#@^$-_+\\%Ω\u001b\n'.split(''),
      '::',
      '[md5=',
      ' if ',
      '.conda',
      '/noarch/',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const spec = parseMatchSpec(written);
        if ('reason' in spec) expect(spec.reason).toMatch(/^[ -~]{5,60}$/);
        else expect(spec.name).toBe(spec.name.toLowerCase());
      }),
      { numRuns: 5000 },
    );
  });

  // At a cost that grew with the square of the length, these would not end in time.
  it.each(['', 'x ', 'x[', "x[version='", 'c/'])('%j and then much of one thing', (start) => {
    const units = ["='", 'a=', '^,', '1.', ' x', ...'a[]()^$-_* #:/|%'.split('')];
    for (const unit of units) {
      for (const end of ['', 'x', "']", '!', '.conda']) {
        const spec = parseMatchSpec(start + unit.repeat(100_000 / unit.length) + end);
        if ('reason' in spec) expect(spec.reason).toMatch(/^[ -~]{5,60}$/);
      }
    }
  });
});
