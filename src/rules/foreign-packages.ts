/** Packages of conda channels that exist for Windows alone. */
const WINDOWS = [
  'console_shortcut',
  'msys2-conda-epoch',
  'pywinpty',
  'ucrt',
  'vc',
  'vc14_runtime',
  'vcomp14',
  'vs2013_runtime',
  'vs2015_runtime',
  'win_inet_pton',
  'wincertstore',
  'winpty',
];

/** Which system a package of conda is for, where that is another one than Linux; null else. */
export function systemOf(name: string): string | null {
  if (WINDOWS.includes(name) || name.startsWith('m2w64-') || name.startsWith('m2-')) {
    return 'Windows';
  }
  return name.startsWith('pyobjc-framework-') || name === 'pyobjc-core' ? 'macOS' : null;
}

/** Packages of PyPI without anything for Linux. */
export const ELSEWHERE_IN_PIP: ReadonlyMap<string, string> = new Map([
  ['pywin32', 'Windows'],
  ['pypiwin32', 'Windows'],
  ['pywinpty', 'Windows'],
  ['windows-curses', 'Windows'],
  ['tensorflow-intel', 'Windows'],
  ['tensorflow-macos', 'macOS'],
  ['tensorflow-metal', 'macOS'],
  ['pyobjc', 'macOS'],
  ['pyobjc-core', 'macOS'],
]);
