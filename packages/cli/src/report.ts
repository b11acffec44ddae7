import { styleText } from "node:util";
import type { Diagnostic } from "@statehub/contract-tools";

/** What is printed of a diagnostic: of a contract, or of a definition. */
type Printable = Omit<Diagnostic, "code"> & { readonly code: string };

/** Diagnostics as text: one paragraph each, with the place first, as compilers do. */
export function formatDiagnostics(diagnostics: readonly Printable[], stream: NodeJS.WriteStream): string {
  const paint = (style: "red" | "yellow" | "bold" | "dim", text: string): string => styleText(style, text, { stream });
  return diagnostics
    .map(({ file, line, column, severity, code, pointer, message, fix }) => {
      const place = paint("bold", `${file}:${line}:${column}`);
      const kind = paint(severity === "error" ? "red" : "yellow", severity);
      const at = pointer === "" ? "" : `\n    at:  ${pointer}`;
      return `${place} ${kind} ${paint("dim", code)}\n    ${message}${at}\n    fix: ${fix}\n`;
    })
    .join("\n");
}

/** A line on stderr that is written over, on a terminal only. The total may be unknown. */
export function progress(label: string, total?: number): { step(): void; done(): void } {
  const stream = process.stderr;
  let count = 0;
  let lastShown = 0;
  return {
    step() {
      count++;
      const now = performance.now();
      if (!stream.isTTY || now - lastShown < 100) return;
      lastShown = now;
      stream.write(`\r${label} ${count}${total ? `/${total}` : ""}`);
    },
    done() {
      if (stream.isTTY && lastShown > 0) stream.write("\r\x1b[K");
    },
  };
}

/** Rows as columns of text, as wide as their widest cell; the first row is the heading. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A text from elsewhere as it is, unless it would steer the terminal: then it is quoted, with its escapes. */
export function plain(text: string): string {
  return /\p{Cc}/u.test(text) ? JSON.stringify(text).replace(/[\x7f-\x9f]/g, "?") : text;
}
