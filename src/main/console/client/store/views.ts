/** What an application sees: records, and how far they can be trusted. */
import type { Problem } from "../problem.js";

/**
 * `live`: everything that the server has committed and sent is shown. `stale`: changes may be missing, and are being fetched.
 * `offline`: changes may be missing, and there is no connection. What is not live is what was true when it last was.
 */
export type Freshness = "live" | "stale" | "offline";

/** One record. */
export interface RecordView<R> {
  /** `loading`: not known yet. `missing`: there is no such record. `failed`: see `problem`. */
  readonly status: "loading" | "ready" | "missing" | "failed";
  readonly record: R | undefined;
  readonly freshness: Freshness;
  /** Whether it shows what has been asked for and not yet answered. */
  readonly pending: boolean;
  readonly problem: Problem | undefined;
}

/** The records that match a query. */
export interface QueryView<R> {
  readonly status: "loading" | "ready" | "failed";
  /** The same array as long as nothing in it has changed. */
  readonly records: readonly R[];
  /** How many match, also where `limit` shows fewer. */
  readonly total: number;
  readonly freshness: Freshness;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
}
