/**
 * How a client keeps its connection: states, events, and what each event does in each state. The same table stands in
 * src/doc/protocol.md, and a test compares them cell by cell.
 */

export const STATES = [
  "idle",
  "opening",
  "greeting",
  "live",
  "doubting",
  "upgrading",
  "waiting",
  "offline",
  "ended",
] as const;
export type State = (typeof STATES)[number];

export const EVENTS = [
  "start",
  "stop",
  "opened",
  "ready",
  "heard",
  "lost",
  "refused",
  "spareOpened",
  "spareReady",
  "spareLost",
  "deadline",
  "quiet",
  "settled",
  "upgrade",
  "retry",
  "offline",
  "wake",
  "credentials",
] as const;
export type EventName = (typeof EVENTS)[number];

export type Timer = "deadline" | "quiet" | "settled" | "upgrade" | "retry";

/** The timers that may run in a state; entering it clears the others. */
export const TIMERS: Readonly<Record<State, readonly Timer[]>> = {
  idle: [],
  opening: ["deadline"],
  greeting: ["deadline"],
  live: ["quiet", "settled", "upgrade"],
  doubting: ["quiet", "settled", "upgrade"],
  upgrading: ["quiet", "settled", "deadline"],
  waiting: ["retry"],
  offline: ["retry"],
  ended: [],
};

export type ActName =
  | "open"
  | "greet"
  | "attach"
  | "listen"
  | "ping"
  | "detach"
  | "close"
  | "strike"
  | "backOff"
  | "patience"
  | "openSpare"
  | "greetSpare"
  | "closeSpare"
  | "swap"
  | "later"
  | "calm"
  | "auth";

export interface Rule {
  readonly to: State;
  readonly acts: readonly ActName[];
}

function to(state: State, ...acts: ActName[]): Rule {
  return { to: state, acts };
}

/** By event, then by state. What is not here is ignored: nothing changes, nothing is done. */
export const TABLE: Readonly<Record<EventName, Readonly<Partial<Record<State, Rule>>>>> = {
  start: { idle: to("opening", "open") },
  stop: {
    opening: to("idle", "close"),
    greeting: to("idle", "close"),
    live: to("idle", "detach", "close"),
    doubting: to("idle", "detach", "close"),
    upgrading: to("idle", "detach", "closeSpare", "close"),
    waiting: to("idle"),
    offline: to("idle"),
    ended: to("idle"),
  },
  opened: { opening: to("greeting", "greet") },
  ready: { greeting: to("live", "attach") },
  heard: {
    live: to("live", "listen"),
    doubting: to("live", "listen"),
    upgrading: to("upgrading", "listen"),
  },
  lost: {
    opening: to("waiting", "close", "strike", "backOff"),
    greeting: to("waiting", "close", "strike", "backOff"),
    live: to("waiting", "detach", "close", "strike", "backOff"),
    doubting: to("waiting", "detach", "close", "strike", "backOff"),
    upgrading: to("waiting", "detach", "closeSpare", "close", "strike", "backOff"),
  },
  refused: {
    opening: to("ended", "close"),
    greeting: to("ended", "close"),
    live: to("ended", "detach", "close"),
    doubting: to("ended", "detach", "close"),
    upgrading: to("ended", "detach", "closeSpare", "close"),
  },
  spareOpened: { upgrading: to("upgrading", "greetSpare") },
  spareReady: { upgrading: to("live", "swap", "attach") },
  spareLost: { upgrading: to("live", "closeSpare", "later") },
  deadline: {
    opening: to("waiting", "close", "strike", "backOff"),
    greeting: to("waiting", "close", "strike", "backOff"),
    upgrading: to("live", "closeSpare", "later"),
  },
  quiet: {
    live: to("doubting", "ping"),
    doubting: to("waiting", "detach", "close", "strike", "backOff"),
    upgrading: to("waiting", "detach", "closeSpare", "close", "strike", "backOff"),
  },
  settled: {
    live: to("live", "calm"),
    doubting: to("doubting", "calm"),
    upgrading: to("upgrading", "calm"),
  },
  upgrade: {
    live: to("upgrading", "openSpare"),
    doubting: to("doubting", "later"),
  },
  retry: {
    waiting: to("opening", "open"),
    offline: to("opening", "open"),
  },
  offline: {
    opening: to("offline", "close", "patience"),
    greeting: to("offline", "close", "patience"),
    live: to("offline", "detach", "close", "patience"),
    doubting: to("offline", "detach", "close", "patience"),
    upgrading: to("offline", "detach", "closeSpare", "close", "patience"),
    waiting: to("offline", "patience"),
  },
  wake: {
    live: to("doubting", "ping"),
    waiting: to("opening", "open"),
    offline: to("opening", "open"),
  },
  credentials: {
    live: to("live", "auth"),
    doubting: to("doubting", "auth"),
    upgrading: to("upgrading", "auth"),
    ended: to("opening", "open"),
  },
};
