import type { ParityReport } from "./verdict.ts";

const WIDTH = 960;
const LEFT = 120;
const RIGHT = 24;
/** What only one side had has a lane of its own: at one look a cron acts on many keys. */
const LANES = { extra: 62, definition: 90, cron: 136, missed: 164 };

/** A timeline of both sides: a dot for each key, a line between those that are the same, a band for each window. */
export function paritySvg(report: ParityReport): string {
  const { windows, matches, missed, extra, duplicates } = report;
  const from = Date.parse(windows[0]?.from ?? "1970-01-01T00:00:00Z");
  const to = Math.max(Date.parse(windows.at(-1)?.to ?? "1970-01-02T00:00:00Z"), from + 1);
  const x = (time: number): string => (LEFT + ((time - from) / (to - from)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const dot = (time: number, lane: number, kind: string, title: string): string =>
    `<circle class="${kind}" cx="${x(time)}" cy="${lane}" r="4"><title>${escaped(title)}</title></circle>`;
  const state = report.passed ? "the gate is open" : "the gate is shut";
  const parts = [
    ...windows.map(({ from: start, to: end, state: agreement }) => {
      const [a, b] = [x(Date.parse(start)), x(Date.parse(end))];
      const title = `${start} to ${end}: ${agreement}`;
      return `<rect class="${agreement}" x="${a}" y="45" width="${(Number(b) - Number(a)).toFixed(1)}" height="136"><title>${title}</title></rect>`;
    }),
    ...Object.entries(NAMES).map(
      ([lane, name]) => `<text x="8" y="${LANES[lane as keyof typeof LANES] + 4}">${name}</text>`,
    ),
    ...matches.map(
      ({ definitionAt, cronAt }) =>
        `<line x1="${x(definitionAt)}" y1="${LANES.definition}" x2="${x(cronAt)}" y2="${LANES.cron}"/>`,
    ),
    ...matches.flatMap(({ key, definitionAt, cronAt }) => [
      dot(definitionAt, LANES.definition, "matched", key),
      dot(cronAt, LANES.cron, "matched", key),
    ]),
    ...missed.map(({ key, cronAt }) => dot(cronAt, LANES.missed, "missed", `${key}: missed`)),
    ...extra.map(({ key, definitionAt, reason }) => dot(definitionAt, LANES.extra, reason, `${key}: ${reason}`)),
    ...duplicates.map(({ key, definitionAt }) => dot(definitionAt, LANES.extra, "unexplained", `${key}: twice`)),
    `<text x="${LEFT}" y="200">${windows[0]?.from ?? ""}</text>`,
    `<text x="${WIDTH - RIGHT}" y="200" text-anchor="end">${windows.at(-1)?.to ?? ""}</text>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} 230" font-family="sans-serif" font-size="12">
<style>${STYLE}</style>
<text x="8" y="24" font-size="15">${escaped(report.activity)} beside ${escaped(report.replaces ?? "its cron")}: ${state}</text>
${parts.join("\n")}
<text x="${LEFT}" y="220">${LEGEND}</text>
</svg>
`;
}

const NAMES: Readonly<Record<keyof typeof LANES, string>> = {
  extra: "definition alone",
  definition: "definition",
  cron: "cron",
  missed: "cron alone",
};

const LEGEND = [
  ["#059669", "the same key"],
  ["#d97706", "flapped back, or pending"],
  ["#dc2626", "missed, unexplained or twice"],
]
  .map(([colour, words]) => `<tspan fill="${colour}">●</tspan> ${words}`)
  .join("   ");

const STYLE = [
  "text{fill:#1f2937}line{stroke:#94a3b8}",
  ".agrees{fill:#ecfdf5;stroke:#d1fae5}.differs{fill:#fef2f2;stroke:#fecaca}.untested{fill:#f8fafc;stroke:#e2e8f0}",
  ".matched{fill:#059669}.missed{fill:#dc2626}.unexplained{fill:#dc2626}.flapped,.pending{fill:#d97706}",
].join("");

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
