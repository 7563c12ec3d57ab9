/** One line of a plot. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const WIDTH = 720;
const HEIGHT = 440;
const LEFT = 70;
const RIGHT = 190;
const TOP = 30;
const BOTTOM = 60;

/** Readable on light and on dark ground. */
const COLORS = ['#1f77b4', '#d9730d', '#2ca02c', '#c44e9b', '#8c8c8c', '#8c6bb1'];
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .grid { stroke: #8c959f; stroke-opacity: 0.35; }
  .axis { stroke: #57606a; }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .axis { stroke: #9198a1; } }`;

/** Draws time against number of files, both in powers of ten, as SVG. */
export function plot(title: string, series: readonly Series[]): string {
  const all = series.flatMap(({ points }) => points);
  const xs = decades(all.map(({ x }) => x));
  const ys = decades(all.map(({ y }) => y));
  const placeX = (x: number) => place(x, xs, LEFT, WIDTH - RIGHT);
  const placeY = (y: number) => place(y, ys, HEIGHT - BOTTOM, TOP);
  const middle = (LEFT + WIDTH - RIGHT) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
<style>${STYLE}
</style>
<text x="${middle}" y="18" text-anchor="middle">${title}</text>
${xs.map((x) => vertical(placeX(x), named(x))).join('\n')}
${ys.map((y) => horizontal(placeY(y), `${y} s`)).join('\n')}
<path class="axis" fill="none" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>
<text x="${middle}" y="${HEIGHT - 14}" text-anchor="middle">number of files</text>
<text transform="translate(18 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">time</text>
${series.map((one, at) => line(one, at, placeX, placeY)).join('\n')}
${legend(series, placeY)}
</svg>
`;
}

function line(
  { points }: Series,
  at: number,
  placeX: (x: number) => number,
  placeY: (y: number) => number,
): string {
  const color = COLORS[at % COLORS.length];
  const places = points.map(({ x, y }) => `${placeX(x).toFixed(1)},${placeY(y).toFixed(1)}`);
  const dots = places.map((one) => {
    const [x, y] = one.split(',');
    return `<circle cx="${x}" cy="${y}" r="3.5" fill="${color}"/>`;
  });
  return `<polyline fill="none" stroke="${color}" stroke-width="2" points="${places.join(' ')}"/>${dots.join('')}`;
}

/** Names at the ends of the lines, moved apart where they would lie on each other. */
function legend(series: readonly Series[], placeY: (y: number) => number): string {
  const ends = series.map(({ name, points }, at) => ({
    name,
    at,
    y: placeY(points.at(-1)?.y ?? 1),
  }));
  ends.sort((a, b) => a.y - b.y);
  let last = 0;
  return ends
    .map(({ name, at, y }) => {
      last = Math.max(y + 4, last + 17);
      return `<rect x="${WIDTH - RIGHT + 12}" y="${(last - 9).toFixed(1)}" width="10" height="10" fill="${COLORS[at % COLORS.length]}"/><text x="${WIDTH - RIGHT + 28}" y="${last.toFixed(1)}">${name}</text>`;
    })
    .join('\n');
}

function vertical(x: number, name: string): string {
  return `<path class="grid" d="M${x} ${TOP}V${HEIGHT - BOTTOM}"/><text x="${x}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${name}</text>`;
}

function horizontal(y: number, name: string): string {
  return `<path class="grid" d="M${LEFT} ${y}H${WIDTH - RIGHT}"/><text x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${name}</text>`;
}

/** The powers of ten around some numbers. */
function decades(numbers: readonly number[]): number[] {
  const first = Math.floor(Math.log10(Math.min(...numbers)) + 1e-9);
  const last = Math.max(Math.ceil(Math.log10(Math.max(...numbers)) - 1e-9), first + 1);
  return Array.from({ length: last - first + 1 }, (_, at) =>
    Number((10 ** (first + at)).toPrecision(1)),
  );
}

function place(value: number, ticks: readonly number[], from: number, to: number): number {
  const [first = 1, last = 10] = [ticks[0], ticks.at(-1)];
  const part = Math.log10(value / first) / Math.log10(last / first);
  return from + part * (to - from);
}

function named(count: number): string {
  if (count >= 1e6) return `${count / 1e6} M`;
  return count >= 1000 ? `${count / 1000} k` : `${count}`;
}
