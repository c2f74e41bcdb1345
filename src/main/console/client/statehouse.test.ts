import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "../testkit/until.js";
import { timeless, watch, World } from "../testkit/world.js";
import { cbor } from "./cbor.js";
import { derive, type QueryView, type StoredRecord } from "./statehouse.js";

let world: World;

beforeEach(async () => {
  world = await World.begin();
});

afterEach(async () => {
  await world.end();
});

const ids = (view: QueryView<StoredRecord>): unknown[] => view.records.map(({ id }) => id);

describe.each([["websocket"], ["sse"], ["polling"]] as const)("a client over %s", (transport) => {
  test("shows a query as it is, and as it becomes", async () => {
    world.tasks("b", "a");
    const { client } = world.client({ transports: [transport] });
    const tasks = watch(client.query("task", { filter: { status: { eq: "OPEN" } }, sort: "-title" }));
    expect(tasks.now()).toMatchObject({ status: "loading", records: [], freshness: "offline" });
    await until("it is live", () => tasks.now().freshness === "live");
    expect(ids(tasks.now())).toEqual(["b", "a"]);
    world.tasks("c");
    await until("c is there", () => tasks.now().total === 3);
    world.update("b", { status: "DONE" });
    await until("b is gone", () => tasks.now().total === 2);
    world.update("b", { status: "OPEN", title: "z" });
    await until("b is back", () => tasks.now().total === 3);
    expect(ids(tasks.now())).toEqual(["b", "c", "a"]);
    expect(timeless(tasks.now().records)).toEqual(
      timeless(world.database.all("task").sort((a, b) => (String(a.title) < String(b.title) ? 1 : -1))),
    );
  });

  test("tells of a transaction once, and never of a part of it", async () => {
    world.tasks("a", "b");
    const { client } = world.client({ transports: [transport] });
    const tasks = watch(client.query("task"));
    const one = watch(client.record("task", "a"));
    await until("both are live", () =>
      [tasks.now(), one.now()].every(({ freshness }) => freshness === "live"),
    );
    const sum = watch(
      derive([client.query("task"), client.record("task", "a")], (all, { record }) => ({ all, record })),
    );
    for (let i = 0; i < 20; i++) {
      const before = sum.values.length;
      world.database.commit(
        { op: "update", model: "task", id: "a", values: { size: 10 + i } },
        { op: "update", model: "task", id: "b", values: { size: -10 - i } },
      );
      await until("it is told", () => sum.values.length > before);
    }
    for (const { all, record } of sum.values) {
      expect(all.records.reduce((total, { size }) => total + (size as number), 0)).toBe(0);
      expect(all.records[0]?.size).toBe(record?.size);
    }
    expect(sum.values).toHaveLength(20);
  });

  test("goes on where it was after the connection was cut, and says meanwhile that it is behind", async () => {
    world.tasks("a");
    const { client, platform } = world.client({ transports: [transport] });
    const tasks = watch(client.query("task"));
    await until("it is live", () => tasks.now().freshness === "live");
    world.server.cut();
    await until("it knows", () => tasks.now().freshness === "offline");
    expect(ids(tasks.now())).toEqual(["a"]);
    world.tasks("b");
    world.update("a", { title: "A" });
    platform.advance(30_000);
    await until("it is live again", () => tasks.now().freshness === "live");
    expect(timeless(tasks.now().records)).toEqual(timeless(world.database.all("task")));
    expect(
      tasks.values.filter(({ freshness }) => freshness === "live").every(({ total }) => total !== 0),
    ).toBe(true);
  });

  test("reads anew when the log is another one, whatever versions that has", async () => {
    world.tasks("a", "b");
    world.update("a", { title: "A" });
    const { client, platform } = world.client({ transports: [transport] });
    const tasks = watch(client.query("task"));
    const one = watch(client.record("task", "a"));
    await until("it is live", () => tasks.now().freshness === "live" && one.now().freshness === "live");
    world.server.cut();
    await until("it knows", () => tasks.now().freshness === "offline");
    world.database.reset("task", [{ id: "a", values: { title: "restored" } }]);
    platform.advance(30_000);
    await until("it is live again", () => tasks.now().freshness === "live" && one.now().freshness === "live");
    expect(timeless(tasks.now().records)).toEqual(timeless(world.database.all("task")));
    expect(one.now().record).toMatchObject({ version: 1, title: "restored" });
  });
});

describe("a record", () => {
  test("is shown, missing when it is deleted, and there again when it is made again", async () => {
    world.tasks("a");
    const { client } = world.client();
    const one = watch(client.record("task", "a"));
    const none = watch(client.record("task", "none"));
    await until("it is live", () => one.now().freshness === "live" && none.now().freshness === "live");
    expect(one.now()).toMatchObject({ status: "ready", record: { title: "a" } });
    expect(none.now()).toMatchObject({ status: "missing", record: undefined });
    world.database.commit({ op: "delete", model: "task", id: "a" });
    await until("it is gone", () => one.now().status === "missing");
    world.tasks("a", "none");
    await until("both are there", () => [one, none].every(({ now }) => now().status === "ready"));
    expect(one.now().record).toMatchObject({ version: 3, title: "a" });
  });

  test("of which changes are missing is read, and says so until it is there", async () => {
    world.tasks("a");
    const { client, platform } = world.client();
    const one = watch(client.record("task", "a"));
    await until("it is live", () => one.now().freshness === "live");
    const session = [...world.server.sessions][0];
    const id = [...(session?.subscriptions.keys() ?? [])][0] ?? "";
    const subscription = session?.subscriptions.get(id);
    session?.subscriptions.delete(id);
    world.update("a", { title: "not told" });
    if (subscription !== undefined) {
      session?.subscriptions.set(id, { ...subscription, position: world.database.position });
    }
    world.server.broken.add("http");
    world.update("a", { title: "told" });
    await until("it knows", () => one.now().freshness === "stale");
    expect(one.now().record).toMatchObject({ version: 1, title: "a" });
    world.server.broken.delete("http");
    await until("it asks again", () => {
      platform.advance(1_000);
      return one.now().freshness === "live";
    });
    expect(one.now().record).toMatchObject({ version: 3, title: "told" });
  });

  test("that cannot be subscribed to says why", async () => {
    const { client } = world.client();
    const view = watch(client.query("task", { filter: { bad: 1 } }));
    await until("it failed", () => view.now().status === "failed");
    expect(view.now().problem).toMatchObject({ slug: "bad-query", message: "There is no field bad" });
  });
});

describe("what is watched", () => {
  test("is subscribed to once, however many watch it, and a while longer than anybody does", async () => {
    world.tasks("a");
    const { client, platform } = world.client();
    const filter = { and: [{ status: { eq: "OPEN" } }, { size: { eq: 1 } }] };
    const first = watch(client.query("task", { filter }));
    const second = watch(
      client.query("task", { filter: { and: [{ status: { eq: "OPEN" } }, { size: { eq: 1 } }] }, limit: 1 }),
    );
    await until("it is live", () => first.now().freshness === "live");
    const asked = (type: string): number =>
      world.server.received.filter((message) => message.type === type).length;
    expect(asked("subscribe")).toBe(1);
    first.stop();
    second.stop();
    platform.advance(4_000);
    const third = watch(client.query("task", { filter }));
    platform.advance(10_000);
    expect(third.now().status).toBe("ready");
    third.stop();
    platform.advance(5_000);
    await until("it is ended", () => asked("unsubscribe") === 1);
    expect(asked("subscribe")).toBe(1);
  });

  test("shows as many as are asked for, and counts all", async () => {
    world.tasks("a", "b", "c");
    const { client } = world.client();
    const view = watch(client.query("task", { sort: "-id", limit: 2 }));
    await until("it is live", () => view.now().freshness === "live");
    expect([ids(view.now()), view.now().total]).toEqual([["c", "b"], 3]);
  });

  test("keeps records and lists that have not changed as the same objects", async () => {
    world.tasks("a", "b");
    const { client } = world.client();
    const view = watch(client.query("task"));
    await until("it is live", () => view.now().freshness === "live");
    const [a, b] = view.now().records;
    const list = view.now().records;
    world.database.commit({ op: "create", model: "note", id: "n", values: {} });
    world.update("b", { title: "B" });
    await until("it is told", () => view.now().records !== list);
    expect(view.now().records[0]).toBe(a);
    expect(view.now().records[1]).not.toBe(b);
  });
});

describe("the connection", () => {
  test("falls back to events where there is no WebSocket, to polling where there are no events, and returns", async () => {
    world.tasks("a");
    world.server.broken = new Set(["socket", "sse"]);
    const { client, platform } = world.client();
    platform.luck = 0.1;
    const all = watch(client.query("task"));
    const goOn = (): boolean => {
      platform.skip(4_000);
      return client.connection.get().transport === "polling" && all.now().freshness === "live";
    };
    await until("it polls", goOn);
    world.server.broken.clear();
    platform.advance(20_000);
    world.tasks("b");
    await until("b is there", () => all.now().total === 2);
    platform.advance(10_000);
    await until("it has a WebSocket", () => client.connection.get().transport === "websocket");
    await until("it is live", () => all.now().freshness === "live");
    world.tasks("c");
    await until("c is there", () => all.now().total === 3);
    expect(all.values.every(({ total }, i) => total >= (all.values[i - 1]?.total ?? 0))).toBe(true);
  });

  test("ends when its credentials are refused, and begins again with others", async () => {
    world.server.refuseWith = 4401;
    let token = "old";
    const { client, platform } = world.client({ token: () => token, name: "tab-1" });
    await until("it has ended", () => client.connection.get().status === "ended");
    platform.advance(3_600_000);
    expect(platform.sockets).toHaveLength(1);
    world.server.refuseWith = 0;
    token = "new";
    client.renew();
    await until("it is live", () => client.connection.get().status === "live");
    expect(world.server.received).toContainEqual({ type: "hello", client: "tab-1", token: "new" });
  });

  test("asks when nothing is heard, and opens another one when nothing is answered", async () => {
    const { client, platform } = world.client();
    await until("it is live", () => client.connection.get().status === "live");
    platform.advance(27_500);
    const frames = platform.frames;
    await until("it is answered", () => platform.frames > frames);
    world.server.broken.add("silence");
    platform.advance(27_500);
    platform.advance(10_000);
    expect(client.connection.get().status).toBe("connecting");
    world.server.broken.clear();
    platform.advance(1_000);
    await until("it is live again", () => client.connection.get().status === "live");
    expect(platform.sockets).toHaveLength(2);
  });

  test("is offline while the network is gone, and back at once when it is", async () => {
    world.tasks("a");
    const { client, platform } = world.client();
    const one = watch(client.record("task", "a"));
    await until("it is live", () => one.now().freshness === "live");
    platform.tellNetwork("offline");
    expect([client.connection.get().status, one.now().freshness]).toEqual(["offline", "offline"]);
    world.update("a", { title: "A" });
    platform.tellNetwork("wake");
    await until("it is live again", () => one.now().freshness === "live");
    expect(one.now().record).toMatchObject({ title: "A" });
  });

  test("speaks CBOR where that is chosen", async () => {
    world.tasks("a");
    const { client } = world.client({ codec: cbor });
    const one = watch(client.record("task", "a"));
    await until("it is live", () => one.now().freshness === "live");
    world.update("a", { title: "Ä", size: 1.5 });
    await until("it is told", () => one.now().record?.title === "Ä");
    expect(one.now().record).toMatchObject({ size: 1.5 });
  });

  test("leaves nothing behind when it is closed", async () => {
    const { client, platform } = world.client();
    const all = watch(client.query("task"));
    await until("it is live", () => all.now().freshness === "live");
    all.stop();
    client.close();
    await until("the socket is closed", () => world.server.sessions.size === 0);
    expect([platform.waiting, client.connection.get().status]).toEqual([0, "idle"]);
  });
});
