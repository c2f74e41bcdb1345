import { describe, expect, test } from "vitest";
import { Seeded, seedOf } from "../../testkit/random.js";
import { Problem } from "../problem.js";
import type { Change } from "../protocol.js";
import { EMPTY, step, type Effect, type Event, type Machine } from "./machine.js";

const change = (position: number): Change => ({ cursor: `c${position}`, at: "T", type: "t.updated" });
const attach: Event = { type: "attach" };
const detach: Event = { type: "detach" };
const changes = (last: boolean, ...positions: number[]): Event => ({
  type: "changes",
  last,
  changes: positions.map(change),
});
const live = (position: number): Event => ({ type: "live", cursor: `c${position}` });

function run(...events: Event[]): { machine: Machine; effects: Effect[] } {
  let machine = EMPTY;
  const effects: Effect[] = [];
  for (const event of events) {
    const done = step(machine, event);
    machine = done.machine;
    effects.push(...done.effects);
  }
  return { machine, effects };
}

const told = (effects: readonly Effect[]): unknown[] =>
  effects.flatMap((effect) =>
    effect.do === "subscribe"
      ? [effect.since]
      : effect.do === "apply"
        ? [effect.changes.map(({ cursor }) => cursor).join()]
        : [],
  );

describe("a subscription's machine", () => {
  test("asks for a snapshot, and shows it when all of it is there", () => {
    const rows = [
      { id: 1, version: 1 },
      { id: 2, version: 1 },
    ];
    const { machine, effects } = run(
      attach,
      ...rows.map((row): Event => ({ type: "snapshot", data: [row] })),
      live(5),
    );
    expect(machine).toMatchObject({ state: "live", cursor: "c5", rows: [] });
    expect(effects).toEqual([
      { do: "subscribe", serial: 1, since: null },
      { do: "fill", data: rows },
    ]);
  });

  test("applies a transaction when the last of its parts is there", () => {
    const { machine, effects } = run(attach, live(5), changes(false, 6), changes(false, 6), changes(true, 6));
    expect(told(effects)).toEqual([null, "c6,c6,c6"]);
    expect(machine.cursor).toBe("c6");
  });

  test("goes on from the last whole transaction, without what was told of the next one", () => {
    const { effects } = run(
      attach,
      live(5),
      changes(true, 6),
      changes(false, 7),
      detach,
      attach,
      changes(true, 7),
      live(7),
    );
    expect(told(effects)).toEqual([null, "c6", "c6", "c7"]);
  });

  test("goes on from what is known to be complete, although nothing of its own has come", () => {
    const { effects } = run(attach, live(5), { type: "progress", cursor: "c9" }, detach, attach);
    expect(told(effects)).toEqual([null, "c9"]);
  });

  test("reads anew when it is cut off before the snapshot is there", () => {
    const { effects } = run(
      attach,
      { type: "snapshot", data: [{ id: 1, version: 1 }] },
      detach,
      attach,
      live(5),
    );
    expect(effects).toEqual([
      { do: "subscribe", serial: 1, since: null },
      { do: "subscribe", serial: 2, since: null },
      { do: "fill", data: [] },
    ]);
  });

  test("reads anew after a resync, and waits when the next one comes at once", () => {
    const { machine, effects } = run(
      attach,
      live(5),
      { type: "resync" },
      { type: "resync" },
      { type: "retry" },
      { type: "resync" },
    );
    expect(machine.state).toBe("pausing");
    expect(effects.filter((effect) => effect.do === "set")).toEqual([
      { do: "set", ms: 1000 },
      { do: "set", ms: 2000 },
    ]);
  });

  test("applies what comes before the snapshot is complete after it", () => {
    const { effects } = run(attach, changes(true, 6), { type: "snapshot", data: [] }, live(7));
    expect(effects.map((effect) => effect.do)).toEqual(["subscribe", "fill", "apply"]);
  });

  test("stops asking when it is refused, until its model changes or the connection does", () => {
    const refused: Event = { type: "refused", problem: new Problem("bad-query", 400, "No", {}) };
    expect(run(attach, refused, detach, { type: "retry" }).machine.state).toBe("failed");
    expect(run(attach, refused, { type: "catalog" }).machine.state).toBe("asked");
    expect(run(attach, refused, detach, attach).machine.state).toBe("asked");
  });

  const random = new Seeded(seedOf());

  test(`applies every transaction once and in order, however often it is cut off (seed ${random.seed})`, () => {
    for (let i = 0; i < 300; i++) {
      expect(story(random, (effects) => effects)).toEqual([]);
    }
  });

  test("is found to be wrong when transactions are lost, repeated or torn", () => {
    const spoilt = (spoil: (effects: readonly Effect[]) => readonly Effect[]): string =>
      Array.from({ length: 50 }, () => story(random, spoil))
        .flat()
        .join();
    expect(
      spoilt((effects) => effects.filter((effect) => effect.do !== "apply" || random.chance(0.8))),
    ).toContain("lost");
    expect(
      spoilt((effects) =>
        effects.flatMap((effect): Effect[] => (effect.do === "apply" ? [effect, effect] : [effect])),
      ),
    ).toContain("repeated");
    expect(
      spoilt((effects) =>
        effects.map((effect) =>
          effect.do === "apply" ? { ...effect, changes: effect.changes.slice(1) } : effect,
        ),
      ),
    ).toContain("torn");
  });
});

/** A server with a log of transactions of one to three changes, told over links that break; gives what went wrong. */
function story(random: Seeded, spoil: (effects: readonly Effect[]) => readonly Effect[]): string[] {
  const wrong = new Set<string>();
  const sizes = Array.from({ length: 30 }, () => 1 + random.below(3));
  let machine = EMPTY;
  let applied = 0;
  let sent = 0;
  const on = (event: Event): void => {
    const done = step(machine, event);
    machine = done.machine;
    for (const effect of spoil(done.effects)) {
      if (effect.do === "subscribe") {
        sent = effect.since === null ? random.below(5) + applied : Number(effect.since.slice(1));
      } else if (effect.do === "fill") {
        applied = sent;
      } else if (effect.do === "apply") {
        const position = Number(effect.changes[0]?.cursor.slice(1) ?? applied + 1);
        if (effect.changes.length !== sizes[position - 1]) {
          wrong.add("torn");
        }
        wrong.add(position <= applied ? "repeated" : position > applied + 1 ? "lost" : "");
        applied = position > applied ? position : applied;
      }
    }
  };
  while (applied < sizes.length && wrong.size < 3) {
    on(attach);
    if (machine.state === "asked") {
      on({ type: "snapshot", data: [] });
    }
    sent = sent > sizes.length ? sizes.length : sent;
    on(live(sent));
    for (; sent < sizes.length && random.chance(0.8); sent++) {
      const size = sizes[sent] ?? 1;
      const cut = random.below(size);
      if (cut > 0) {
        on(changes(false, ...Array<number>(cut).fill(sent + 1)));
        if (random.chance(0.2)) {
          break;
        }
      }
      on(changes(true, ...Array<number>(size - cut).fill(sent + 1)));
      if (random.chance(0.2)) {
        on({ type: "progress", cursor: `c${sent + 1}` });
      }
    }
    if (applied < sizes.length) {
      on(random.chance(0.1) ? { type: "resync" } : detach);
    }
  }
  wrong.delete("");
  return [...wrong];
}
