import { encode } from "cborg";
import { afterEach, describe, expect, test } from "vitest";
import { Database } from "../../testkit/database.js";
import { ManualPlatform } from "../../testkit/platform.js";
import { ReferenceServer } from "../../testkit/server.js";
import { until } from "../../testkit/until.js";
import { cbor } from "../cbor.js";
import { serverMessage, type ServerMessage } from "../protocol.js";
import { Rest } from "../rest.js";
import { json, type Codec } from "./codec.js";
import { EventParser } from "./eventStream.js";
import { listen, poll } from "./follow.js";
import { once, type Link, type LinkEvents } from "./link.js";
import { openLog } from "./log.js";
import { openSocket } from "./websocket.js";

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) {
    await stop();
  }
});

/** What a link told, in order. */
class Heard implements LinkEvents {
  readonly told: string[] = [];
  readonly messages: ServerMessage[] = [];
  opened(): void {
    this.told.push("opened");
  }
  heard(): void {
    this.told.push("heard");
  }
  lost(): void {
    this.told.push("lost");
  }
  refused(): void {
    this.told.push("refused");
  }
  message(message: ServerMessage): void {
    this.told.push(message.type);
    this.messages.push(message);
  }

  /** Messages without those that say nothing of records. */
  get content(): ServerMessage[] {
    return this.messages.filter(({ type }) => !["ready", "progress", "unsubscribed"].includes(type));
  }
}

const task = (id: string, values: object = {}) =>
  ({ op: "create", model: "task", id, values: { title: id, ...values } }) as const;

async function setUp(open: "websocket" | "cbor" | "sse" | "polling"): Promise<{
  server: ReferenceServer;
  database: Database;
  heard: Heard;
  link: Link;
  platform: ManualPlatform;
}> {
  const database = new Database({ task: ["title", "status"], note: ["text"] });
  const server = new ReferenceServer(database);
  const base = await server.start();
  stops.push(() => server.stop());
  const platform = new ManualPlatform();
  const heard = new Heard();
  const codec: Codec = open === "cbor" ? cbor : json;
  const link =
    open === "websocket" || open === "cbor"
      ? openSocket(platform, base, codec, heard)
      : openLog(platform, new Rest(platform, base, () => null), open === "sse" ? listen : poll, heard);
  stops.push(() => {
    link.close();
    return Promise.resolve();
  });
  await until("the link is open", () => heard.told.includes("opened"));
  link.send({ type: "hello" });
  await until("the link is ready", () => heard.told.includes("ready"));
  return { server, database, heard, link, platform };
}

const ALL = ["websocket", "cbor", "sse", "polling"] as const;

describe.each(ALL)("a link by %s", (transport) => {
  test("gives a snapshot, and then every change of it", async () => {
    const { database, heard, link } = await setUp(transport);
    ["a", "b", "c"].forEach((id) => {
      database.commit(task(id));
    });
    link.send({ type: "subscribe", id: "s1", model: "task", snapshot: true });
    await until("it is live", () => heard.told.includes("live"));
    const rows = heard.messages.flatMap((message) => (message.type === "snapshot" ? message.data : []));
    expect(rows).toEqual(database.all("task"));
    database.commit({ op: "update", model: "task", id: "a", values: { title: "A" } });
    database.commit({ op: "create", model: "note", id: "n", values: {} });
    database.commit({ op: "delete", model: "task", id: "b" }, task("d"));
    await until("two transactions came", () => changesOf(heard).length === 3);
    expect(changesOf(heard).map(({ op, id, version }) => [op, id, version])).toEqual([
      ["update", "a", 2],
      ["delete", "b", 2],
      ["create", "d", 1],
    ]);
  });

  test("goes on from a cursor", async () => {
    const { database, heard, link } = await setUp(transport);
    database.commit(task("a"));
    const since = database.cursor();
    database.commit(task("b"));
    database.commit(task("c"));
    link.send({ type: "subscribe", id: "s1", model: "task", since });
    await until("it is live", () => heard.told.includes("live"));
    expect(changesOf(heard).map(({ id }) => id)).toEqual(["b", "c"]);
  });

  test("tells what begins and ceases to match", async () => {
    const { database, heard, link } = await setUp(transport);
    database.commit(task("a", { status: "OPEN" }), task("b", { status: "DONE" }));
    link.send({
      type: "subscribe",
      id: "s1",
      model: "task",
      filter: { status: { eq: "OPEN" } },
      snapshot: true,
    });
    await until("it is live", () => heard.told.includes("live"));
    const steps: [() => void, unknown[]][] = [
      [
        () => {
          database.commit({ op: "update", model: "task", id: "b", values: { status: "OPEN" } });
        },
        ["enter", "b", 2],
      ],
      [
        () => {
          database.commit({ op: "update", model: "task", id: "b", values: { title: "B" } });
        },
        ["update", "b", 3],
      ],
      [
        () => {
          database.commit({ op: "update", model: "task", id: "a", values: { status: "DONE" } });
        },
        ["leave", "a", 2],
      ],
      [
        () => {
          database.commit({ op: "delete", model: "task", id: "b" });
        },
        ["delete", "b", 4],
      ],
    ];
    for (const [i, [act, expected]] of steps.entries()) {
      act();
      await until("a change came", () => changesOf(heard).length > i);
      const { op, id, version } = changesOf(heard)[i] ?? {};
      expect([op, id, version]).toEqual(expected);
    }
    database.commit({ op: "update", model: "task", id: "a", values: { title: "not seen" } });
    database.commit(task("z", { status: "OPEN" }));
    await until("the last came", () => changesOf(heard).at(-1)?.id === "z");
    expect(changesOf(heard)).toHaveLength(5);
  });

  test.each(["compacted", "epoch", "ahead"])("says resync for a cursor that is %s", async (reason) => {
    const { database, heard, link } = await setUp(transport);
    database.commit(task("a"));
    database.commit(task("b"));
    database.floor = 2;
    const since = reason === "compacted" ? "e1p1" : reason === "epoch" ? "e9p1" : "e1p99";
    link.send({ type: "subscribe", id: "s1", model: "task", since });
    await until("resync", () => heard.told.includes("resync"));
    expect(heard.content).toEqual([{ type: "resync", id: "s1", reason }]);
  });

  test("is lost when the connection is cut", async () => {
    const { server, heard, link } = await setUp(transport);
    link.send({ type: "subscribe", id: "s1", model: "task", snapshot: true });
    await until("it is live", () => heard.told.includes("live"));
    server.broken.add("http");
    server.cut();
    await until("it is lost", () => heard.told.includes("lost"));
    expect(heard.told.filter((one) => one === "lost")).toHaveLength(1);
  });

  test("refuses a filter that is wrong, and goes on with the others", async () => {
    const { database, heard, link } = await setUp(transport);
    link.send({ type: "subscribe", id: "s1", model: "task", filter: { bad: 1 }, snapshot: true });
    link.send({ type: "subscribe", id: "s2", model: "nothing", snapshot: true });
    link.send({ type: "subscribe", id: "s3", model: "task", snapshot: true });
    await until("it is live", () => heard.told.includes("live"));
    const errors = heard.messages.filter((message) => message.type === "error");
    expect(errors.map(({ id }) => id)).toEqual(["s1", "s2"]);
    database.commit(task("a"));
    await until("a change came", () => changesOf(heard).length === 1);
  });
});

function changesOf(heard: Heard): { op?: string; id?: unknown; version?: number }[] {
  return heard.messages.flatMap((message) =>
    message.type === "change" ? [message.change] : message.type === "batch" ? [...message.changes] : [],
  );
}

function areLive(heard: Heard, ...ids: string[]): boolean {
  return ids.every((id) => heard.messages.some((message) => message.type === "live" && message.id === id));
}

describe("a link over HTTP", () => {
  test("shares one stream among subscriptions that come at different times", async () => {
    const { database, heard, link, platform } = await setUp("sse");
    link.send({ type: "subscribe", id: "s1", model: "task", snapshot: true });
    await until("the first is live", () => heard.told.includes("live"));
    link.send({ type: "subscribe", id: "s2", model: "note", snapshot: true });
    await until("both are live", () => areLive(heard, "s1", "s2"));
    await until("one stream has both", () => platform.requests.at(-1) === "/api/changes?models=note%2Ctask");
    database.commit(task("a"), { op: "create", model: "note", id: "n", values: {} });
    await until("both are told", () => changesOf(heard).length === 2);
    expect(heard.told).not.toContain("lost");
  });

  test("brings subscriptions from different cursors to one place", async () => {
    const { database, heard, link } = await setUp("polling");
    for (const id of ["a", "b", "c", "d", "e"]) {
      database.commit(task(id), { op: "create", model: "note", id, values: {} });
    }
    link.send({ type: "subscribe", id: "s1", model: "task", since: "e1p4" });
    link.send({ type: "subscribe", id: "s2", model: "note", since: "e1p1" });
    await until("both are live", () => areLive(heard, "s1", "s2"));
    const of = (id: string): unknown[] =>
      heard.messages.flatMap((message) =>
        message.type === "batch" && message.id === id ? message.changes.map((one) => one.id) : [],
      );
    expect(new Set(of("s1"))).toEqual(new Set(["e"]));
    expect(new Set(of("s2"))).toEqual(new Set(["b", "c", "d", "e"]));
  });

  test("reads everything anew when other models serve", async () => {
    const { database, heard, link } = await setUp("polling");
    link.send({ type: "subscribe", id: "s1", model: "task", snapshot: true });
    await until("it is live", () => heard.told.includes("live"));
    database.catalog = 2;
    database.commit(task("a"));
    await until("it is told to", () => heard.told.includes("resync"));
    expect(heard.content.slice(-2)).toEqual([
      { type: "catalog", version: 2, models: ["task"] },
      { type: "resync", id: "s1", reason: "catalog" },
    ]);
  });
});

describe("the socket", () => {
  test.each([
    ["text that is no JSON", "{"],
    ["JSON that is no message", "[]"],
    ["a message that lacks what it must have", '{"type":"live","id":"s1"}'],
    ["a binary frame on JSON", Buffer.from([1])],
  ])("is given up for %s", async (_, frame) => {
    const { server, heard } = await setUp("websocket");
    const error = console.error;
    console.error = () => undefined;
    [...server.sessions][0]?.raw(frame);
    await until("it is lost", () => heard.told.includes("lost"));
    console.error = error;
  });

  test("goes on when the server says what this client does not know", async () => {
    const { server, heard } = await setUp("websocket");
    [...server.sessions][0]?.raw('{"type":"news","of":"tomorrow"}');
    await until("it is heard", () => heard.told.at(-1) === "heard");
  });

  test("tells refused credentials from a lost connection", async () => {
    const { server, heard } = await setUp("websocket");
    [...server.sessions][0]?.close(4401);
    await until("it is refused", () => heard.told.at(-1) === "refused");
    const other = await setUp("websocket");
    [...other.server.sessions][0]?.close(4408);
    await until("it is lost", () => other.heard.told.at(-1) === "lost");
  });
});

describe("events of a stream", () => {
  const text =
    ': hello\n\nid: 1\ndata: {"a":\ndata: 1}\n\nevent: resync\r\ndata: x\r\n\r\nevent: empty\n\ndata:y\n\nid: 2\n\n';
  const all = [
    { name: "message", data: '{"a":\n1}' },
    { name: "resync", data: "x" },
    { name: "message", data: "y" },
  ];

  test("are the same wherever the stream is cut", () => {
    for (let i = 0; i <= text.length; i++) {
      const parser = new EventParser();
      expect([...parser.push(text.slice(0, i)), ...parser.push(text.slice(i))], `cut at ${i}`).toEqual(all);
    }
  });
});

test("CBOR gives numbers of every kind as numbers", () => {
  const frame = (hex: string): unknown => {
    const bytes = Buffer.from(hex, "hex");
    return cbor.decode(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  };
  expect(frame("c48221196ab3")).toBe(273.15);
  expect(frame("1bffffffffffffffff")).toBe(2 ** 64);
  expect(frame("c249010000000000000000")).toBe(2 ** 64);
  expect(frame("c349010000000000000000")).toBe(-(2 ** 64));
  expect(frame("fb3ff199999999999a")).toBe(1.1);
  expect(frame(Buffer.from(encode({ a: [null, true, "ü", -5] })).toString("hex"))).toEqual({
    a: [null, true, "ü", -5],
  });
  expect(() => cbor.decode("text")).toThrow(TypeError);
});

test("a link tells nothing after its end", () => {
  const heard = new Heard();
  let closed = 0;
  const told = once(heard, () => closed++);
  told.opened();
  told.lost();
  told.lost();
  told.heard();
  told.message({ type: "pong" });
  told.refused();
  expect([heard.told, closed]).toEqual([["opened", "lost"], 1]);
});

test("a message that is none is refused", () => {
  expect(() => serverMessage(null)).toThrow(TypeError);
  expect(() => serverMessage({ type: "batch", id: "s", changes: {}, last: true })).toThrow(
    'no array in "changes"',
  );
  expect(serverMessage({ type: "constructor" })).toBeNull();
});
