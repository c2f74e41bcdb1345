/**
 * The connection as a pure machine: nothing here reads a clock, draws a number or sends a byte. `connection.ts` does what
 * the effects say.
 */
import { TABLE, TIMERS, type ActName, type EventName, type State, type Timer } from "./table.js";

export type TransportName = "websocket" | "sse" | "polling";

/** What happens to a link; the machine itself knows whether it is the one in use, the spare one or an old one. */
export type LinkEvent =
  | { readonly type: "opened" | "heard" | "lost" | "refused"; readonly link: number }
  | { readonly type: "ready"; readonly link: number; readonly heartbeatMs: number };
export type Event =
  | LinkEvent
  | { readonly type: "start" | "stop" | "offline" | "wake" | "credentials" }
  | { readonly type: Timer };

export type Effect =
  | { readonly do: "open"; readonly link: number; readonly transport: TransportName }
  | { readonly do: "close" | "hello" | "attach" | "ping" | "auth"; readonly link: number }
  | { readonly do: "detach" }
  /** Sets a timer anew. With `jitter` it runs out at a moment drawn evenly between now and `ms`. */
  | { readonly do: "set"; readonly timer: Timer; readonly ms: number; readonly jitter: boolean }
  | { readonly do: "clear"; readonly timer: Timer };

/** Limits, all in milliseconds. */
export const LIMITS = {
  /** For a link to open, and again for it to be ready. */
  openMs: 10_000,
  /** What is added to the server's heartbeat before its silence is doubted. */
  slackMs: 2_500,
  /** How long a socket may be silent after a ping. Links that cannot ask have one more heartbeat. */
  doubtMs: 10_000,
  /** How long a link must have been ready for earlier failures to be forgotten. */
  settleMs: 10_000,
  /** The upper bound of the first wait; it doubles with each failure. */
  retryMs: 1_000,
  /** Beyond this the upper bound does not grow. */
  maxRetryMs: 30_000,
  /** How long after a fall-back the WebSocket is tried again; it doubles with each failure. */
  upgradeMs: 30_000,
  maxUpgradeMs: 600_000,
} as const;

/** Failures to become ready, and to stay so for a while, after which the next transport is tried, for a WebSocket that was ready before. */
const PROVEN_STRIKES = 5;
/** The same for one that never was. */
const UNPROVEN_STRIKES = 2;

export interface Machine {
  readonly state: State;
  /** In order of preference; never empty. */
  readonly transports: readonly TransportName[];
  /** The place in `transports` of the one in use or to be tried next. */
  readonly choice: number;
  /** The link in use, if any. */
  readonly link: number | null;
  /** The link that is tried beside it, only while upgrading. */
  readonly spare: number | null;
  readonly lastLink: number;
  /** Failures since the connection was last settled. */
  readonly failures: number;
  /** Failures of the transport of `choice` to become ready, and to stay so for a while, one after the other. */
  readonly strikes: number;
  /** Whether the preferred transport was ever ready. */
  readonly proven: boolean;
  readonly heartbeatMs: number;
  readonly upgradeMs: number;
}

export interface Step {
  readonly machine: Machine;
  readonly effects: readonly Effect[];
}

/** A machine that has not been started. */
export function machineOf(transports: readonly TransportName[]): Machine {
  return {
    state: "idle",
    transports,
    choice: 0,
    link: null,
    spare: null,
    lastLink: 0,
    failures: 0,
    strikes: 0,
    proven: false,
    heartbeatMs: 25_000,
    upgradeMs: LIMITS.upgradeMs,
  };
}

/** The row of the table that an event belongs to; null for what an old link says. */
export function nameOf(machine: Machine, event: Event): EventName | null {
  if (!("link" in event)) {
    return event.type;
  }
  if (event.link === machine.link) {
    return event.type;
  }
  if (event.link !== machine.spare) {
    return null;
  }
  switch (event.type) {
    case "opened":
      return "spareOpened";
    case "ready":
      return "spareReady";
    case "lost":
      return "spareLost";
    case "refused":
      return "refused";
    case "heard":
      return null;
  }
}

/** The machine after an event, and what is to be done, in this order. */
export function step(machine: Machine, event: Event): Step {
  const name = nameOf(machine, event);
  const rule = name === null ? undefined : TABLE[name][machine.state];
  if (rule === undefined) {
    return { machine, effects: [] };
  }
  const known = event.type === "ready" ? { ...machine, heartbeatMs: event.heartbeatMs } : machine;
  let next: Machine = { ...known, state: rule.to };
  const effects: Effect[] = TIMERS[machine.state]
    .filter((timer) => !TIMERS[rule.to].includes(timer))
    .map((timer) => ({ do: "clear", timer }));
  for (const act of rule.acts) {
    const done = ACTS[act](next);
    next = done.machine;
    effects.push(...done.effects);
  }
  return { machine: next, effects };
}

type Act = (machine: Machine) => Step;

function transportOf(machine: Machine): TransportName {
  return machine.transports[machine.choice] ?? "websocket";
}

function set(timer: Timer, ms: number, jitter = false): Effect {
  return { do: "set", timer, ms, jitter };
}

/** The effects that an act has on the link in use, if there is one. */
function onLink(machine: Machine, ...kinds: ("close" | "hello" | "attach" | "ping" | "auth")[]): Effect[] {
  const { link } = machine;
  return link === null ? [] : kinds.map((kind) => ({ do: kind, link }));
}

const ACTS: Readonly<Record<ActName, Act>> = {
  open: (machine) => {
    const link = machine.lastLink + 1;
    return {
      machine: { ...machine, link, lastLink: link },
      effects: [{ do: "open", link, transport: transportOf(machine) }, set("deadline", LIMITS.openMs)],
    };
  },
  greet: (machine) => ({
    machine,
    effects: [...onLink(machine, "hello"), set("deadline", LIMITS.openMs)],
  }),
  attach: (machine) => ({
    machine: { ...machine, proven: machine.proven || machine.choice === 0 },
    effects: [
      ...onLink(machine, "attach"),
      set("quiet", machine.heartbeatMs + LIMITS.slackMs),
      set("settled", LIMITS.settleMs),
      machine.choice === 0 ? { do: "clear", timer: "upgrade" } : set("upgrade", machine.upgradeMs),
    ],
  }),
  listen: (machine) => ({ machine, effects: [set("quiet", machine.heartbeatMs + LIMITS.slackMs)] }),
  ping: (machine) => {
    const patience = transportOf(machine) === "websocket" ? LIMITS.doubtMs : machine.heartbeatMs;
    return { machine, effects: [...onLink(machine, "ping"), set("quiet", patience)] };
  },
  detach: (machine) => ({ machine, effects: [{ do: "detach" }] }),
  close: (machine) => ({ machine: { ...machine, link: null }, effects: onLink(machine, "close") }),
  strike: (machine) => {
    const allowed = machine.choice > 0 ? 1 : machine.proven ? PROVEN_STRIKES : UNPROVEN_STRIKES;
    const strikes = machine.strikes + 1;
    return strikes < allowed
      ? { machine: { ...machine, strikes }, effects: [] }
      : {
          machine: { ...machine, strikes: 0, choice: (machine.choice + 1) % machine.transports.length },
          effects: [],
        };
  },
  backOff: (machine) => ({
    machine: { ...machine, failures: machine.failures + 1 },
    effects: [set("retry", least(LIMITS.maxRetryMs, LIMITS.retryMs * 2 ** machine.failures), true)],
  }),
  patience: (machine) => ({ machine, effects: [set("retry", LIMITS.maxRetryMs)] }),
  openSpare: (machine) => {
    const spare = machine.lastLink + 1;
    return {
      machine: { ...machine, spare, lastLink: spare },
      effects: [
        { do: "open", link: spare, transport: machine.transports[0] ?? "websocket" },
        set("deadline", LIMITS.openMs),
      ],
    };
  },
  greetSpare: (machine) => ({
    machine,
    effects: [...onLink({ ...machine, link: machine.spare }, "hello"), set("deadline", LIMITS.openMs)],
  }),
  closeSpare: (machine) => ({
    machine: { ...machine, spare: null },
    effects: onLink({ ...machine, link: machine.spare }, "close"),
  }),
  swap: (machine) => ({
    machine: {
      ...machine,
      link: machine.spare,
      spare: null,
      choice: 0,
      strikes: 0,
      upgradeMs: LIMITS.upgradeMs,
    },
    effects: [{ do: "detach" }, ...onLink(machine, "close")],
  }),
  later: (machine) => {
    const upgradeMs = least(LIMITS.maxUpgradeMs, machine.upgradeMs * 2);
    return { machine: { ...machine, upgradeMs }, effects: [set("upgrade", upgradeMs)] };
  },
  calm: (machine) => ({ machine: { ...machine, failures: 0, strikes: 0 }, effects: [] }),
  auth: (machine) => ({ machine, effects: onLink(machine, "auth") }),
};

function least(a: number, b: number): number {
  return a < b ? a : b;
}
