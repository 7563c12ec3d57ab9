/** A run of digits or of letters. A missing one counts as the number 0. */
interface Piece {
  /** Letters come before numbers, and these before `post`. */
  readonly rank: number;
  /** Of a number: its digits without leading zeros; `DEV` stands in capitals, before `_` and all letters. */
  readonly text: string;
}

/** A version as conda compares it. */
export interface Version {
  /** Lower case; dashes are underscores where there was none. */
  readonly text: string;
  /** The epoch, and what dots and underscores divide. */
  readonly parts: readonly (readonly Piece[])[];
  /** What comes after a `+`. */
  readonly local: readonly (readonly Piece[])[];
}

const FORM =
  /^(?:(?<epoch>\d+)!)?(?<main>(?:[*0-9a-z]+[._])*(?:[*0-9a-z]+_?|_))(?:\+(?<local>[*0-9a-z]+(?:[._][*0-9a-z]+)*))?$/;

/** Read as conda does (`VersionOrder` of conda/models/version.py); null where that would refuse it. */
export function parseVersion(written: string): Version | null {
  const lower = written.trim().toLowerCase();
  const text = lower.includes('_') ? lower : lower.replaceAll('-', '_');
  const groups = FORM.exec(text)?.groups;
  if (!groups) return null;
  const { epoch = '0', main = '', local } = groups;
  // An underscore at the end belongs to the last part: 1.0.1_ comes before 1.0.1a.
  const parts = main.replace(/_$/, '').split(/[._]/);
  const last = main.endsWith('_') ? `${parts.pop()}_` : parts.pop();
  return {
    text,
    parts: [epoch, ...parts, last ?? ''].map(piecesOf),
    local: local === undefined ? [] : local.split(/[._]/).map(piecesOf),
  };
}

const LETTERS = 0;
const NUMBER = 1;
const POST = 2;
const ZERO: Piece = { rank: NUMBER, text: '' };

/** `rc1` → 0, rc, 1: letters never stand first, so that they are compared with letters. */
function piecesOf(part: string): Piece[] {
  const pieces = (part.match(/\d+|\*+|[^\d*]+/g) ?? []).map(toPiece);
  return pieces[0]?.rank === NUMBER ? pieces : [ZERO, ...pieces];
}

function toPiece(text: string): Piece {
  if (/^\d/.test(text)) return { rank: NUMBER, text: text.replace(/^0+/, '') };
  if (text === 'post') return { rank: POST, text };
  return { rank: LETTERS, text: text === 'dev' ? 'DEV' : text };
}

/** Below zero where the first comes before the second, zero where conda calls them equal (1.1 and 1.1.0). */
export function compareVersions(a: Version, b: Version): number {
  return compareParts(a.parts, b.parts) || compareParts(a.local, b.local);
}

type Parts = Version['parts'];

function compareParts(a: Parts, b: Parts): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = comparePieces(a[at] ?? [], b[at] ?? []);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePieces(a: readonly Piece[], b: readonly Piece[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = comparePiece(a[at] ?? ZERO, b[at] ?? ZERO);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers of any size: the longer one is the larger one. */
function comparePiece(a: Piece, b: Piece): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.rank === NUMBER && a.text.length !== b.text.length) return a.text.length - b.text.length;
  return a.text === b.text ? 0 : a.text < b.text ? -1 : 1;
}

/** Whether `=START` or `START.*` takes a version: 1.1 takes 1.1.2 and 1.1a, 1.1r takes 1.1rc3. */
export function startsWith(version: Version, start: Version): boolean {
  const isLocal = start.local.length > 0;
  if (isLocal && compareParts(version.parts, start.parts) !== 0) return false;
  const [parts, begun] = isLocal ? [version.local, start.local] : [version.parts, start.parts];
  const last = begun.length - 1;
  if (compareParts(parts.slice(0, last), begun.slice(0, last)) !== 0) return false;
  return beginsWith(parts[last] ?? [], begun[last] ?? []);
}

function beginsWith(pieces: readonly Piece[], begun: readonly Piece[]): boolean {
  const last = begun.length - 1;
  if (comparePieces(pieces.slice(0, last), begun.slice(0, last)) !== 0) return false;
  const [piece = ZERO, start = ZERO] = [pieces[last], begun[last]];
  if (start.rank !== LETTERS) return comparePiece(piece, start) === 0;
  return piece.rank === LETTERS && piece.text.startsWith(start.text);
}
