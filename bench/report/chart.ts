/** A bar of a chart. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Whether it is ours. */
  readonly isOurs?: boolean;
}

/** Horizontal bars on one scale that begins at zero. */
export interface Chart {
  /** Name of the file, without its ending. */
  readonly file: string;
  readonly title: string;
  /** Stands behind each value, for example `k/s`. */
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 760;
const LABELS = 330;
const VALUES = 90;
const ROW = 26;
const TOP = 44;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** About three significant digits. */
const shown = (value: number): string =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);

/** The chart as an SVG document, readable on a light and on a dark page. */
export function chartAsSvg({ title, unit, bars }: Chart): string {
  const longest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const height = TOP + bars.length * ROW + 10;
  const rows = bars.map(({ name, value, isOurs = false }, i) => {
    const y = TOP + i * ROW;
    const width = ((WIDTH - LABELS - VALUES) * value) / longest;
    const text = `${shown(value)} ${unit}`;
    return [
      `  <text x="${LABELS - 8}" y="${y + 14}" text-anchor="end"${isOurs ? ' font-weight="bold"' : ""}>${escaped(name)}</text>`,
      `  <rect x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="18" rx="2" fill="${isOurs ? "#2a78d6" : "#9aa4af"}"/>`,
      `  <text x="${(LABELS + width + 6).toFixed(1)}" y="${y + 14}">${escaped(text)}</text>`,
    ].join("\n");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
  <style>text { font: 13px system-ui, sans-serif; fill: #24292f } @media (prefers-color-scheme: dark) { text { fill: #d8dee6 } }</style>
  <text x="8" y="24" font-weight="bold">${escaped(title)}</text>
${rows.join("\n")}
</svg>
`;
}
