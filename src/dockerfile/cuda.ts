import type { Wishes } from '../rule.ts';

/** Packages whose version is that of CUDA. */
const CUDAS = [
  'cuda-version',
  'cudatoolkit',
  'pytorch-cuda',
  'cuda',
  'cuda-toolkit',
  'cuda-runtime',
];
/** Packages that want a driver whatever their version. */
const NEEDY = [
  '__cuda',
  'pytorch-gpu',
  'tensorflow-gpu',
  'cupy',
  'rapids',
  'cudf',
  'cuml',
  'cugraph',
];
/** For packages that do not say which: what they are built with mostly. */
const USUAL = '12.9';

/**
 * The version of CUDA to build for; null where nothing wants one. A builder has no driver, so `__cuda` is
 * missing while the environment is solved unless `CONDA_OVERRIDE_CUDA` stands for it.
 */
export function cudaOf({ file }: Wishes): string | null {
  const specs = file.dependencies.flatMap(({ spec }) => ('name' in spec ? spec : []));
  const versions = specs.flatMap(({ name, version, build }) => {
    const own = CUDAS.includes(name) || name === '__cuda' ? versionIn(version ?? '') : null;
    return own ?? buildVersion(build ?? '') ?? [];
  });
  const isWanted = specs.some(
    ({ name, build }) =>
      NEEDY.includes(name) || CUDAS.includes(name) || /cuda|gpu/i.test(build ?? ''),
  );
  return versions[0] ?? (isWanted ? USUAL : null);
}

/** The first `12.4` of `>=12.4,<13`; 11 alone is 11.0. */
function versionIn(version: string): string | null {
  const term = version.split(/[,|]/).find((one) => !/^\s*(?:<|!=)/.test(one)) ?? '';
  const [, major, minor = '0'] = /(\d{1,3})(?:\.(\d{1,3}))?/.exec(term) ?? [];
  return major === undefined ? null : `${major}.${minor}`;
}

/** `*cuda120*` → 12.0, `py3.9_cuda11.3_cudnn8_0` → 11.3. */
function buildVersion(build: string): string | null {
  const [, dotted, digits] = /cuda_?(?:(\d{1,2}\.\d{1,2})|(\d{3}))(?!\d)/.exec(build) ?? [];
  if (dotted !== undefined) return dotted;
  return digits === undefined ? null : `${digits.slice(0, 2)}.${digits.slice(2)}`;
}
