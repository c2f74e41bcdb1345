import { describe, expect, test } from "vitest";
import { Seeded, seedOf } from "../testkit/random.js";
import { brokenPromises, stateOf, type Sight } from "../testkit/storm.js";
import { until } from "../testkit/until.js";
import { World } from "../testkit/world.js";

const FILTER = { status: { eq: "OPEN" } };

interface Outcome {
  readonly world: World;
  readonly sights: Sight[][];
  readonly states: Set<string>;
}

/** Writes at random while connections are cut, transports come and go, and one client looks at what there is. */
async function storm(random: Seeded, rounds: number): Promise<Outcome> {
  const world = await World.begin();
  const states = new Set<string>([""]);
  const note = (): void => {
    states.add(stateOf(world.database.all("task", FILTER)));
    states.add(stateOf(world.database.all("task")));
  };
  const clients = Array.from({ length: 4 }, (_, i) => {
    const made = world.client({
      transports: i === 3 ? ["polling"] : i === 2 ? ["sse"] : ["websocket", "sse", "polling"],
    });
    made.platform.luck = random.next() / 8;
    return made;
  });
  const watched = clients.map(({ client }, i) => client.query("task", i % 2 === 0 ? { filter: FILTER } : {}));
  const sights: Sight[][] = watched.map((query) => {
    const seen: Sight[] = [];
    query.subscribe(() => seen.push({ view: query.get() }));
    return seen;
  });
  for (let round = 0; round < rounds; round++) {
    write(world, random);
    note();
    if (random.chance(0.06)) {
      world.server.cut();
    }
    if (random.chance(0.05)) {
      world.server.broken = new Set(
        random.chance(0.5) ? ["socket"] : random.chance(0.5) ? ["sse", "socket"] : ["http"],
      );
    } else if (random.chance(0.2)) {
      world.server.broken.clear();
    }
    if (random.chance(0.03)) {
      world.database.floor = world.database.position;
    }
    clients.forEach(({ platform }) => {
      platform.advance(random.below(3_000));
    });
    for (let turn = random.below(20); turn > 0; turn--) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  world.server.broken.clear();
  await until("everything is shown as it is", () => {
    clients.forEach(({ platform }) => {
      platform.skip(5_000);
    });
    return watched.every((query, i) => {
      const view = query.get();
      return (
        view.freshness === "live" &&
        stateOf(view.records) === stateOf(world.database.all("task", i % 2 === 0 ? FILTER : {}))
      );
    });
  });
  return { world, sights, states };
}

function write(world: World, random: Seeded): void {
  const writes = Array.from({ length: 1 + random.below(3) }, (_, i) => {
    const id = `t${random.below(8)}-${i}`;
    const values = {
      title: `v${random.below(100)}`,
      status: random.pick(["OPEN", "DONE"]),
      size: random.below(10),
    };
    const isThere = world.database.get("task", id) !== undefined;
    const op = isThere ? (random.chance(0.3) ? "delete" : "update") : "create";
    return op === "delete"
      ? ({ op, model: "task", id } as const)
      : ({ op, model: "task", id, values } as const);
  });
  world.database.commit(...writes);
}

describe("clients in a storm", () => {
  const random = new Seeded(seedOf());

  test(`are shown what was so, and in the end what is (seed ${random.seed})`, async () => {
    const { world, sights, states } = await storm(random, 300);
    sights.forEach((seen, i) => {
      expect(brokenPromises(seen, world.database, i % 2 === 0 ? FILTER : {}, states)).toEqual([]);
    });
    await world.end();
  }, 60_000);

  test("are found out when what they were shown is doctored", async () => {
    const { world, sights, states } = await storm(new Seeded(7), 60);
    const seen = sights[1] ?? [];
    const check = (doctored: Sight[]): string[] => brokenPromises(doctored, world.database, {}, states);
    expect(check(seen)).toEqual([]);
    const last = seen.at(-1);
    const early = seen.find(
      ({ view }) =>
        view.freshness === "live" && view.records.length > 0 && view.records !== last?.view.records,
    );
    if (last === undefined || early === undefined) {
      throw new Error("The storm was too short");
    }
    const records = last.view.records;
    const other = (changed: typeof records): Sight => ({ view: { ...last.view, records: changed } });
    expect(check([...seen, early])).toContain("When nothing changes any more, everything is shown as it is");
    expect(check(seen.slice(0, -1).concat({ view: { ...last.view, freshness: "stale" } }))).toContain(
      "When nothing changes any more, everything is shown as it is",
    );
    expect(check([...seen, other(records.slice(1)), last])).toContain(
      "What is shown as live was so in the database, all of it at one time",
    );
    expect(check([...seen, other([...records, ...records]), last])).toContain("A record is shown once");
    expect(check([...seen, other(records.map((one) => ({ ...one, version: 0 }))), last])).toContain(
      "A record never goes back to an earlier version",
    );
    await world.end();
  }, 60_000);
});
