import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "../testkit/until.js";
import { watch, World } from "../testkit/world.js";
import { Conflict, Problem, Unreachable } from "./statehouse.js";

let world: World;

beforeEach(async () => {
  world = await World.begin();
});

afterEach(async () => {
  await world.end();
});

describe("a write", () => {
  test("is shown at once, and again when the server has it", async () => {
    world.tasks("a");
    const { client } = world.client();
    const one = watch(client.record("task", "a"));
    const all = watch(client.query("task"));
    await until("it is live", () => one.now().freshness === "live" && all.now().freshness === "live");
    one.values.length = 0;
    const written = client.update("task", "a", { title: "A" });
    expect(one.now()).toMatchObject({ pending: true, record: { title: "A", version: 1 } });
    expect(all.now()).toMatchObject({ pending: true, records: [{ title: "A", version: 1 }] });
    expect(await written).toMatchObject({ title: "A", version: 2 });
    expect(one.now()).toMatchObject({ pending: false, record: { title: "A", version: 2 } });
    expect(one.values.map(({ record }) => record?.title)).not.toContain("a");
  });

  test("that is refused with 412 is taken back, and what is there instead is shown and handed over", async () => {
    world.tasks("a");
    const { client } = world.client();
    const one = watch(client.record("task", "a"));
    await until("it is live", () => one.now().freshness === "live");
    world.update("a", { title: "theirs" });
    const refused = await client.update("task", "a", { title: "mine" }).catch((failure: unknown) => failure);
    expect(refused).toBeInstanceOf(Conflict);
    expect(refused).toMatchObject({ conflicts: ["title"], current: { title: "theirs", version: 2 } });
    expect(one.now()).toMatchObject({ pending: false, record: { title: "theirs", version: 2 } });
    const { current } = refused as Conflict;
    expect(
      await client.update("task", "a", { title: "mine" }, { version: current?.version ?? 0 }),
    ).toMatchObject({ version: 3 });
  });

  test("that is refused for another reason is taken back too", async () => {
    world.tasks("a");
    const { client } = world.client();
    const one = watch(client.record("task", "a"));
    await until("it is live", () => one.now().freshness === "live");
    await expect(client.update("task", "a", { title: "" })).rejects.toMatchObject({
      slug: "validation-failed",
      status: 422,
    });
    expect(one.now()).toMatchObject({ pending: false, record: { title: "a", version: 1 } });
  });

  test("follows another one of the same record, based on it", async () => {
    world.tasks("a");
    const { client } = world.client();
    const one = watch(client.record("task", "a"));
    await until("it is live", () => one.now().freshness === "live");
    one.values.length = 0;
    const both = [client.update("task", "a", { title: "A" }), client.update("task", "a", { size: 2 })];
    expect(one.now().record).toMatchObject({ title: "A", size: 2 });
    expect((await Promise.all(both)).map((record) => record.version)).toEqual([2, 3]);
    expect(one.values.every(({ record }) => record?.title === "A")).toBe(true);
  });

  test("fails with the one that it follows", async () => {
    world.tasks("a");
    const { client } = world.client();
    const one = watch(client.record("task", "a"));
    await until("it is live", () => one.now().freshness === "live");
    world.update("a", { title: "theirs" });
    const both = await Promise.allSettled([
      client.update("task", "a", { title: "A" }),
      client.update("task", "a", { size: 2 }),
    ]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(world.database.get("task", "a")).toMatchObject({ title: "theirs", size: 1, version: 2 });
    expect(one.now().pending).toBe(false);
    expect(await client.update("task", "a", { size: 3 })).toMatchObject({ size: 3, version: 3 });
  });

  test("whose answer is lost is sent again, and done once", async () => {
    world.tasks("a");
    const { client, platform } = world.client();
    const one = watch(client.record("task", "a"));
    await until("it is live", () => one.now().freshness === "live");
    world.server.loseAnswers = 2;
    let record: unknown;
    void client.update("task", "a", { title: "A" }).then((answer) => (record = answer));
    await until("it has an answer", () => {
      platform.advance(1_000);
      return record !== undefined;
    });
    expect(record).toMatchObject({ title: "A", version: 2 });
    expect(world.database.get("task", "a")?.version).toBe(2);
  });

  test("that nobody answers is taken back in the end", async () => {
    world.tasks("a");
    const { client, platform } = world.client();
    const one = watch(client.record("task", "a"));
    await until("it is live", () => one.now().freshness === "live");
    await world.server.stop();
    let failure: unknown;
    client.update("task", "a", { title: "A" }).catch((reason: unknown) => (failure = reason));
    expect(one.now().pending).toBe(true);
    await until("it is given up", () => {
      platform.advance(1_000);
      return failure !== undefined;
    });
    expect(failure).toBeInstanceOf(Unreachable);
    expect(one.now()).toMatchObject({ pending: false, record: { title: "a" }, freshness: "offline" });
  });

  test("deletes at once, and shows the record again when that is refused", async () => {
    world.tasks("a", "b");
    const { client } = world.client();
    const all = watch(client.query("task"));
    await until("it is live", () => all.now().freshness === "live");
    world.update("b", { title: "theirs" });
    const refused = client.delete("task", "b").catch((failure: unknown) => failure);
    const done = client.delete("task", "a");
    expect(all.now()).toMatchObject({ records: [], pending: true });
    await done;
    expect(await refused).toBeInstanceOf(Conflict);
    expect(all.now()).toMatchObject({ records: [{ id: "b", title: "theirs" }], pending: false });
  });

  test("creates, and shows the record when the server has it", async () => {
    const { client } = world.client();
    const all = watch(client.query("task"));
    await until("it is live", () => all.now().freshness === "live");
    expect(await client.create("task", { id: "new", title: "New" })).toMatchObject({ id: "new", version: 1 });
    await until("it is shown", () => all.now().total === 1);
    expect(all.now().records[0]).toMatchObject({ title: "New", size: null });
  });

  test("of a record that is not watched says which version it is based on", async () => {
    world.tasks("a");
    const { client } = world.client();
    await expect(client.update("task", "a", { title: "A" })).rejects.toThrow("say which version");
    expect(await client.update("task", "a", { title: "A" }, { version: 1 })).toMatchObject({ version: 2 });
    expect(await client.update("task", "a", { title: "AA" }, { version: "*" })).toMatchObject({ version: 3 });
    await expect(client.delete("task", "gone", { version: 1 })).rejects.toBeInstanceOf(Problem);
  });
});
