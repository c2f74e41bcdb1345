import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as connection from "./connection/table.js";
import * as machine from "./connection/machine.js";
import * as subscription from "./subscription/machine.js";

const PAGE = new URL("../../../doc/protocol.md", import.meta.url);

/** The cells of each row of the first table under a heading, the first row being its head. */
function tableUnder(heading: string, page: string): string[][] {
  const section = page.split(/^#+ /m).find((one) => one.startsWith(`${heading}\n`));
  if (section === undefined) {
    throw new Error(`There is no heading "${heading}"`);
  }
  const lines = section.split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const end = lines.findIndex((line, i) => i > first && !line.startsWith("|"));
  return lines
    .slice(first, end < 0 ? lines.length : end)
    .filter((line) => !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
}

type Table = Readonly<
  Record<string, Readonly<Record<string, { to: string; acts: readonly string[] } | undefined>>>
>;

/** What a table of rules is in the page: by event and state "to: act, act", "–" where nothing happens. */
function written(table: Table, events: readonly string[], states: readonly string[]): string[][] {
  const cell = (event: string, state: string): string => {
    const rule = table[event]?.[state];
    return rule === undefined
      ? "–"
      : [rule.to, ...(rule.acts.length > 0 ? [rule.acts.join(", ")] : [])].join(": ");
  };
  return [
    ["event", ...states],
    ...events.map((event) => [event, ...states.map((state) => cell(event, state))]),
  ];
}

function differences(page: string): string[] {
  const found: string[] = [];
  const compare = (heading: string, expected: string[][]): void => {
    const actual = tableUnder(heading, page);
    expected.forEach((row, i) => {
      row.forEach((cell, j) => {
        if (actual[i]?.[j] !== cell) {
          found.push(
            `${heading}, ${row[0] ?? ""} in ${expected[0]?.[j] ?? ""}: ${actual[i]?.[j] ?? "nothing"}, not ${cell}`,
          );
        }
      });
    });
    if (actual.length !== expected.length) {
      found.push(`${heading} has ${actual.length} rows, not ${expected.length}`);
    }
  };
  compare(
    "Connection: what each event does",
    written(connection.TABLE, connection.EVENTS, connection.STATES),
  );
  compare(
    "Subscription: what each event does",
    written(subscription.TABLE, subscription.EVENTS, subscription.STATES),
  );
  compare("Connection: timers", [
    ["state", "timers that may run"],
    ...connection.STATES.map((state) => [state, connection.TIMERS[state].join(", ") || "–"]),
  ]);
  compare("Connection: limits", [
    ["limit", "milliseconds"],
    ...Object.entries(machine.LIMITS).map(([name, ms]) => [name, String(ms)]),
  ]);
  return found;
}

const page = readFileSync(PAGE, "utf8");

describe("src/doc/protocol.md", () => {
  test("has the tables that the machines have, cell by cell", () => {
    expect(differences(page)).toEqual([]);
  });

  test("describes every act and every event", () => {
    const acts = [connection.TABLE, subscription.TABLE].flatMap((table: Table) =>
      Object.values(table).flatMap((row) => Object.values(row).flatMap((rule) => rule?.acts ?? [])),
    );
    const events = [...connection.EVENTS, ...subscription.EVENTS];
    for (const name of new Set<string>([...acts, ...events])) {
      expect(page, name).toMatch(new RegExp(`^\\| \`${name}\` \\| [^|]{10,}`, "m"));
    }
  });

  test("is found wrong where one cell is another one", () => {
    const doctored = page.replace("`opening: open` | –", "`waiting: open` | –");
    expect(doctored).not.toBe(page);
    expect(differences(doctored)).toHaveLength(1);
    expect(differences(page.replace(/^\| `spareLost` \| –.*\n/m, ""))).not.toEqual([]);
  });
});
