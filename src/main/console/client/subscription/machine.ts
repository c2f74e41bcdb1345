/**
 * One subscription as a pure machine: what is asked of the server, and what is done with what it tells. The table stands in
 * src/doc/protocol.md too, and a test compares them cell by cell.
 */
import type { Problem } from "../problem.js";
import type { Change, StoredRecord } from "../protocol.js";

export const STATES = ["empty", "asked", "live", "parked", "resuming", "pausing", "failed"] as const;
export type State = (typeof STATES)[number];

export const EVENTS = [
  "attach",
  "detach",
  "snapshot",
  "changes",
  "live",
  "progress",
  "resync",
  "busy",
  "refused",
  "retry",
  "catalog",
] as const;
export type EventName = (typeof EVENTS)[number];

export type Event =
  | { readonly type: "attach" | "detach" | "resync" | "busy" | "retry" | "catalog" }
  | { readonly type: "snapshot"; readonly data: readonly StoredRecord[] }
  | { readonly type: "changes"; readonly changes: readonly Change[]; readonly last: boolean }
  | { readonly type: "live" | "progress"; readonly cursor: string }
  | { readonly type: "refused"; readonly problem: Problem };

export type Effect =
  /** Subscribes under a new serial number: with a snapshot, or from a cursor on. */
  | { readonly do: "subscribe"; readonly serial: number; readonly since: string | null }
  /** All that the subscription has is this. */
  | { readonly do: "fill"; readonly data: readonly StoredRecord[] }
  /** One whole transaction. */
  | { readonly do: "apply"; readonly changes: readonly Change[] }
  | { readonly do: "fail"; readonly problem: Problem }
  | { readonly do: "set"; readonly ms: number }
  | { readonly do: "clear" };

/** The bounds of the wait before a subscription is asked for again, in milliseconds; it doubles, with full jitter. */
export const RETRY_MS = 1_000;
export const MAX_RETRY_MS = 30_000;

export interface Machine {
  readonly state: State;
  /** Of the subscription on the wire; what comes for an older one is not heard. */
  readonly serial: number;
  /** Everything up to here has been applied; null when what there is cannot be resumed. */
  readonly cursor: string | null;
  /** What came of a snapshot so far. */
  readonly rows: readonly StoredRecord[];
  /** What came of a transaction so far. */
  readonly part: readonly Change[];
  /** Whole transactions that came before the snapshot was complete. */
  readonly held: readonly (readonly Change[])[];
  /** Failures since it was last live. */
  readonly failures: number;
}

export interface Step {
  readonly machine: Machine;
  readonly effects: readonly Effect[];
}

export type ActName =
  "ask" | "resume" | "gather" | "hold" | "fill" | "apply" | "note" | "drop" | "forget" | "backOff" | "fail";

export interface Rule {
  readonly to: State;
  readonly acts: readonly ActName[];
}

function to(state: State, ...acts: ActName[]): Rule {
  return { to: state, acts };
}

/** By event, then by state. What is not here is ignored. */
export const TABLE: Readonly<Record<EventName, Readonly<Partial<Record<State, Rule>>>>> = {
  attach: {
    empty: to("asked", "ask"),
    parked: to("resuming", "resume"),
    failed: to("asked", "ask"),
  },
  detach: {
    asked: to("empty", "forget"),
    live: to("parked", "drop"),
    resuming: to("parked", "drop"),
    pausing: to("empty", "forget"),
  },
  snapshot: { asked: to("asked", "gather") },
  changes: {
    asked: to("asked", "hold"),
    live: to("live", "apply"),
    resuming: to("resuming", "apply"),
  },
  live: {
    asked: to("live", "fill", "note"),
    live: to("live", "note"),
    resuming: to("live", "note"),
  },
  progress: { live: to("live", "note") },
  resync: {
    asked: to("pausing", "forget", "backOff"),
    live: to("asked", "forget", "ask"),
    resuming: to("asked", "forget", "ask"),
  },
  busy: {
    asked: to("pausing", "forget", "backOff"),
    live: to("pausing", "forget", "backOff"),
    resuming: to("pausing", "forget", "backOff"),
  },
  refused: {
    asked: to("failed", "forget", "fail"),
    live: to("failed", "forget", "fail"),
    resuming: to("failed", "forget", "fail"),
  },
  retry: { pausing: to("asked", "ask") },
  catalog: { failed: to("asked", "ask") },
};

/** A subscription that knows nothing, before there is a connection. */
export const EMPTY: Machine = {
  state: "empty",
  serial: 0,
  cursor: null,
  rows: [],
  part: [],
  held: [],
  failures: 0,
};

/** The machine after an event, and what is to be done, in this order. */
export function step(machine: Machine, event: Event): Step {
  const rule = TABLE[event.type][machine.state];
  if (rule === undefined) {
    return { machine, effects: [] };
  }
  let next: Machine = { ...machine, state: rule.to };
  const effects: Effect[] = machine.state === "pausing" ? [{ do: "clear" }] : [];
  for (const act of rule.acts) {
    const done = ACTS[act](next, event);
    next = done.machine;
    effects.push(...done.effects);
  }
  return { machine: next, effects };
}

/** The place after the last change, where there is one. */
function cursorOf(changes: readonly Change[], otherwise: string | null): string | null {
  return changes.at(-1)?.cursor ?? otherwise;
}

/** The transaction that is complete with this event, or null, and what there is of one that is not. */
function assemble(
  machine: Machine,
  event: Event,
): { whole: readonly Change[] | null; part: readonly Change[] } {
  if (event.type !== "changes") {
    return { whole: null, part: machine.part };
  }
  const all = [...machine.part, ...event.changes];
  return event.last ? { whole: all, part: [] } : { whole: null, part: all };
}

function subscribe(machine: Machine, since: string | null): Step {
  const serial = machine.serial + 1;
  return { machine: { ...machine, serial }, effects: [{ do: "subscribe", serial, since }] };
}

function only(machine: Machine): Step {
  return { machine, effects: [] };
}

const ACTS: Readonly<Record<ActName, (machine: Machine, event: Event) => Step>> = {
  ask: (machine) => subscribe(machine, null),
  resume: (machine) => subscribe(machine, machine.cursor),
  gather: (machine, event) =>
    only(event.type === "snapshot" ? { ...machine, rows: [...machine.rows, ...event.data] } : machine),
  hold: (machine, event) => {
    const { whole, part } = assemble(machine, event);
    return only({ ...machine, part, held: whole === null ? machine.held : [...machine.held, whole] });
  },
  fill: (machine) => ({
    machine: { ...machine, rows: [], held: [] },
    effects: [
      { do: "fill", data: machine.rows },
      ...machine.held.map((changes): Effect => ({ do: "apply", changes })),
    ],
  }),
  apply: (machine, event) => {
    const { whole, part } = assemble(machine, event);
    return whole === null
      ? only({ ...machine, part })
      : {
          machine: { ...machine, part, cursor: cursorOf(whole, machine.cursor) },
          effects: [{ do: "apply", changes: whole }],
        };
  },
  note: (machine, event) =>
    only("cursor" in event ? { ...machine, cursor: event.cursor, failures: 0 } : machine),
  drop: (machine) => only({ ...machine, part: [] }),
  forget: (machine) => only({ ...machine, cursor: null, rows: [], part: [], held: [] }),
  backOff: (machine) => {
    const ms = RETRY_MS * 2 ** machine.failures;
    return {
      machine: { ...machine, failures: machine.failures + 1 },
      effects: [{ do: "set", ms: ms < MAX_RETRY_MS ? ms : MAX_RETRY_MS }],
    };
  },
  fail: (machine, event) => ({
    machine,
    effects: event.type === "refused" ? [{ do: "fail", problem: event.problem }] : [],
  }),
};
