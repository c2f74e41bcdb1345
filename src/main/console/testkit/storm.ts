/** Clients that live through a storm of writes, cuts and other databases, and what they must have seen. */
import type { QueryView, StoredRecord } from "../client/statehouse.js";
import type { Database } from "./database.js";
import { matches } from "./database.js";

/** What a query has shown at one time. */
export interface Sight {
  readonly view: QueryView<StoredRecord>;
}

/** The promises, checked on what one client was shown. The sentences are those of src/doc/client.md. */
export function brokenPromises(
  sights: readonly Sight[],
  database: Database,
  filter: object,
  states: ReadonlySet<string>,
): string[] {
  const broken = new Set<string>();
  const versions = new Map<unknown, number>();
  for (const { view } of sights) {
    for (const { id, version } of view.records) {
      if (version < (versions.get(id) ?? 0)) {
        broken.add("A record never goes back to an earlier version");
      }
      versions.set(id, version);
    }
    if (view.freshness === "live" && !states.has(stateOf(view.records))) {
      broken.add("What is shown as live was so in the database, all of it at one time");
    }
    if (new Set(view.records.map(({ id }) => id)).size !== view.records.length) {
      broken.add("A record is shown once");
    }
  }
  const last = sights.at(-1)?.view;
  const now = database.all("task").filter((record) => matches(record, { ...filter }));
  if (last?.freshness !== "live" || stateOf(last.records) !== stateOf(now)) {
    broken.add("When nothing changes any more, everything is shown as it is");
  }
  return [...broken];
}

/** A list of records as one text: ids, versions and values. */
export function stateOf(records: readonly StoredRecord[]): string {
  return records
    .map(({ id, version, ...values }) =>
      JSON.stringify([id, version, values.title, values.status, values.size]),
    )
    .sort()
    .join();
}
