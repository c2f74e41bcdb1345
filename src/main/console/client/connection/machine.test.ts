import { describe, expect, test } from "vitest";
import { Seeded, seedOf } from "../../testkit/random.js";
import { LIMITS, machineOf, step, type Effect, type Event, type Machine } from "./machine.js";
import { ConnectionHistory } from "../../testkit/connectionPromises.js";
import { STATES, TABLE, TIMERS } from "./table.js";

const ALL = ["websocket", "sse", "polling"] as const;

/** A machine with a history of what it did. */
class Run {
  machine: Machine = machineOf(ALL);
  effects: Effect[] = [];

  on(...events: Event[]): this {
    for (const event of events) {
      const { machine, effects } = step(this.machine, event);
      this.machine = machine;
      this.effects.push(...effects);
    }
    return this;
  }

  get link(): number {
    return this.machine.link ?? 0;
  }

  live(): this {
    return this.on(
      { type: "opened", link: this.link },
      { type: "ready", link: this.link, heartbeatMs: 25_000 },
    );
  }

  /** The upper bounds of the waits so far. */
  get waits(): number[] {
    return this.effects.flatMap((effect) =>
      effect.do === "set" && effect.timer === "retry" ? [effect.ms] : [],
    );
  }

  get opened(): string[] {
    return this.effects.flatMap((effect) => (effect.do === "open" ? [effect.transport] : []));
  }
}

const start = { type: "start" } as const;
const retry = { type: "retry" } as const;

describe("the connection's machine", () => {
  test("waits 1 s at most after a failure, twice as long after each further one, and 30 s at most", () => {
    const run = new Run().on(start);
    for (let i = 0; i < 8; i++) {
      run.on({ type: "lost", link: run.link }, retry);
    }
    expect(run.waits).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    expect(
      run.effects.filter((effect) => effect.do === "set" && effect.timer === "retry" && !effect.jitter),
    ).toEqual([]);
  });

  test("forgets failures only when the connection has been ready for a while", () => {
    const run = new Run().on(start, { type: "lost", link: 1 }, retry).live();
    run.on({ type: "lost", link: run.link }, retry);
    expect(run.waits).toEqual([1000, 2000]);
    run.live().on({ type: "settled" }, { type: "lost", link: run.link });
    expect(run.waits).toEqual([1000, 2000, 1000]);
  });

  test("falls back from the WebSocket to events and to polling, and begins again with the WebSocket", () => {
    const run = new Run().on(start);
    for (let i = 0; i < 5; i++) {
      run.on({ type: "lost", link: run.link }, retry);
    }
    expect(run.opened).toEqual(["websocket", "websocket", "sse", "polling", "websocket", "websocket"]);
  });

  test("does not give up a WebSocket that was ready before as soon as one that never was", () => {
    const run = new Run().on(start).live().on({ type: "lost", link: 1 }, retry);
    for (let i = 0; i < 4; i++) {
      run.on({ type: "lost", link: run.link }, retry);
    }
    expect(run.opened).toEqual([...Array<string>(5).fill("websocket"), "sse"]);
  });

  test("tries the WebSocket beside a fall-back, later each time, and moves over when it is ready", () => {
    const run = new Run()
      .on(start, { type: "lost", link: 1 }, retry, { type: "lost", link: 2 }, retry)
      .live();
    expect(run.machine).toMatchObject({ state: "live", choice: 1, link: 3 });
    run.on({ type: "upgrade" });
    expect(run.machine).toMatchObject({ state: "upgrading", link: 3, spare: 4 });
    run.on({ type: "lost", link: 4 });
    expect(run.machine).toMatchObject({ state: "live", link: 3, spare: null });
    expect(run.effects.at(-1)).toEqual({
      do: "set",
      timer: "upgrade",
      ms: 2 * LIMITS.upgradeMs,
      jitter: false,
    });
    run.on({ type: "upgrade" }, { type: "opened", link: 5 });
    run.effects = [];
    run.on({ type: "ready", link: 5, heartbeatMs: 25_000 });
    expect(run.machine).toMatchObject({
      state: "live",
      choice: 0,
      link: 5,
      spare: null,
      upgradeMs: LIMITS.upgradeMs,
    });
    expect(run.effects.filter(({ do: what }) => what !== "set" && what !== "clear")).toEqual([
      { do: "detach" },
      { do: "close", link: 3 },
      { do: "attach", link: 5 },
    ]);
  });

  test("gives up events that a proxy keeps back, and polls instead", () => {
    const run = new Run()
      .on(start, { type: "lost", link: 1 }, retry, { type: "lost", link: 2 }, retry)
      .live();
    run.on({ type: "quiet" }, { type: "quiet" }, retry);
    expect(run.opened.at(-1)).toBe("polling");
  });

  test("asks a silent connection once, and gives it up when it does not answer", () => {
    const run = new Run().on(start).live().on({ type: "quiet" });
    expect(run.machine.state).toBe("doubting");
    expect(run.effects.slice(-2)).toEqual([
      { do: "ping", link: 1 },
      { do: "set", timer: "quiet", ms: LIMITS.doubtMs, jitter: false },
    ]);
    expect(new Run().on(start).live().on({ type: "quiet" }, { type: "heard", link: 1 }).machine.state).toBe(
      "live",
    );
    expect(run.on({ type: "quiet" }).machine).toMatchObject({ state: "waiting", link: null });
  });

  test("tries nothing after its credentials were refused, until there are others", () => {
    const run = new Run().on(start).live().on({ type: "refused", link: 1 });
    const before = run.effects.length;
    run.on(
      retry,
      { type: "wake" },
      start,
      { type: "upgrade" },
      { type: "quiet" },
      { type: "opened", link: 1 },
    );
    expect(run.effects).toHaveLength(before);
    expect(run.on({ type: "credentials" }).machine.state).toBe("opening");
  });

  test("does not hear what an old link says", () => {
    const run = new Run().on(start, { type: "lost", link: 1 }, retry);
    const before = run.machine;
    for (const type of ["opened", "heard", "lost", "refused"] as const) {
      expect(run.on({ type, link: 1 }).machine).toBe(before);
    }
    expect(run.on({ type: "ready", link: 1, heartbeatMs: 1 }).machine).toBe(before);
  });

  test("tries now and then although the network is said to be gone", () => {
    const run = new Run().on(start, { type: "offline" });
    expect(run.machine.state).toBe("offline");
    expect(run.on(retry).machine.state).toBe("opening");
  });

  test("is never without a timer where nothing else would bring it on", () => {
    for (const state of STATES.filter((one) => one !== "idle" && one !== "ended")) {
      const awaited = TIMERS[state].filter((timer) => TABLE[timer][state] !== undefined);
      expect(awaited, state).not.toEqual([]);
    }
  });
});

describe("seeded runs of the machine", () => {
  const random = new Seeded(seedOf());

  function event(run: Run): Event {
    const links = [run.machine.link, run.machine.spare, random.below(run.machine.lastLink + 2)];
    const link = random.pick(links) ?? 0;
    return random.pick<Event>([
      { type: "opened", link },
      { type: "ready", link, heartbeatMs: 1_000 + random.below(30_000) },
      { type: "ready", link, heartbeatMs: 25_000 },
      { type: "heard", link },
      { type: "lost", link },
      ...(random.chance(0.1) ? [{ type: "refused", link } as const] : []),
      ...(["deadline", "quiet", "settled", "upgrade", "retry", "retry"] as const).map((type) => ({ type })),
      ...(["start", "offline", "wake", "credentials"] as const).map((type) => ({ type })),
      ...(random.chance(0.1) ? [{ type: "stop" } as const] : []),
    ]);
  }

  test(`keep every promise (seed ${random.seed})`, () => {
    for (let i = 0; i < 300; i++) {
      const run = new Run();
      const history = new ConnectionHistory();
      for (let j = 0; j < 200; j++) {
        const next = event(run);
        const { machine, effects } = step(run.machine, next);
        history.add(run.machine, next, machine, effects);
        run.machine = machine;
      }
      expect(history.broken()).toEqual([]);
    }
  });

  test("are found to break each promise when they are doctored", () => {
    const spoil = (change: (effects: Effect[], machine: Machine) => Machine): string[] => {
      const history = new ConnectionHistory();
      let machine = machineOf(ALL);
      const events: Event[] = [
        start,
        { type: "opened", link: 1 },
        { type: "ready", link: 1, heartbeatMs: 25_000 },
        { type: "lost", link: 1 },
      ];
      for (const next of events) {
        const done = step(machine, next);
        const effects = [...done.effects];
        const after = change(effects, done.machine);
        history.add(machine, next, after, effects);
        machine = after;
      }
      return history.broken();
    };
    const without = (what: Effect["do"]) => (effects: Effect[], machine: Machine) => {
      effects.splice(0, effects.length, ...effects.filter((effect) => effect.do !== what));
      return machine;
    };
    expect(spoil((_, machine) => machine)).toEqual([]);
    expect(spoil(without("close"))).toContain("A link that is not used any more is closed");
    expect(spoil(without("detach"))).toContain(
      "What is subscribed goes through the link that is ready, and through no other",
    );
    expect(spoil(without("set"))).toContain("It never waits for ever");
    expect(
      spoil((effects, machine) => {
        effects.push({ do: "set", timer: "retry", ms: 60_000, jitter: true });
        return machine;
      }),
    ).toContain("It waits 30 s at most before it tries again");
    expect(spoil((_, machine) => ({ ...machine, spare: 9 }))).toContain(
      "There is a spare link only while another one is live",
    );
  });
});
