import { describe, expect, test } from "vitest";
import { Database } from "../../testkit/database.js";
import { Seeded, seedOf } from "../../testkit/random.js";
import { isRecordChange, type Change, type RecordChange } from "../protocol.js";
import { orderOf } from "./order.js";
import { Pending } from "./pending.js";
import { keyOf, Records } from "./records.js";
import { sameJson } from "./same.js";

const KEY = keyOf("task", "a");
const holder = { invalidate: () => undefined };

function change(
  version: number,
  op: RecordChange["op"],
  changes: object = {},
  more: object = {},
): RecordChange {
  return {
    cursor: "c",
    at: "T",
    type: "t",
    model: "task",
    id: "a",
    version,
    op,
    changes: { ...changes },
    by: "me",
    ...more,
  };
}

function held(): Records {
  const records = new Records();
  records.hold(KEY, holder);
  records.put("task", { id: "a", version: 3, title: "Three", size: null, updatedAt: "old" });
  return records;
}

describe("records", () => {
  test("take the next version, and say when it was", () => {
    const records = held();
    expect(records.apply(change(4, "update", { title: "Four" }))).toBe("applied");
    expect(records.get(KEY)).toEqual({
      id: "a",
      version: 4,
      title: "Four",
      size: null,
      updatedAt: "T",
      updatedBy: "me",
    });
  });

  test("ignore what is older or here already", () => {
    const records = held();
    const before = records.get(KEY);
    expect(records.apply(change(3, "update", { title: "No" }))).toBe("old");
    expect(records.apply(change(2, "delete"))).toBe("old");
    expect(records.put("task", { id: "a", version: 2, title: "No", size: 1 })).toBe("old");
    expect(records.get(KEY)).toBe(before);
  });

  test("say when versions between are missing, and change nothing", () => {
    const records = held();
    expect(records.apply(change(5, "update", { title: "Five" }))).toBe("gap");
    expect(records.version(KEY)).toBe(3);
    expect(records.apply(change(6, "update", { title: "Six" }, { fromVersion: 4 }))).toBe("applied");
    expect(records.apply(change(9, "update", { title: "Nine" }, { fromVersion: 8 }))).toBe("gap");
  });

  test("make a new record whole: what a change does not name is null", () => {
    const records = held();
    const key = keyOf("task", "b");
    records.hold(key, holder);
    expect(records.apply({ ...change(1, "create", { title: "New" }), id: "b" })).toBe("applied");
    expect(records.get(key)).toMatchObject({ id: "b", version: 1, title: "New", size: null, createdAt: "T" });
  });

  test("read a new record of a model that they have never seen", () => {
    const records = new Records();
    records.hold(KEY, holder);
    expect(records.apply(change(1, "create", { title: "New" }))).toBe("gap");
  });

  test("know a deleted record from one that is not known, and a record made again under its id", () => {
    const records = held();
    records.apply(change(4, "delete"));
    expect(records.get(KEY)).toBeNull();
    expect(records.put("task", { id: "a", version: 4, title: "Late answer", size: null })).toBe("old");
    expect(records.apply(change(5, "restore", { title: "Back" }))).toBe("applied");
    expect(records.get(KEY)).toMatchObject({ version: 5, title: "Back", size: null });
  });

  test("do not take a change of links, or of fields that are no more, for a value", () => {
    const records = held();
    records.apply(change(4, "link", { tags: { add: [1] }, "#12": 5 }));
    expect(records.get(KEY)).not.toHaveProperty("tags");
    expect(records.get(KEY)).not.toHaveProperty("#12");
    expect(records.version(KEY)).toBe(4);
  });

  test("keep newer values when a record enters that somebody else has already", () => {
    const records = held();
    expect(records.apply(change(2, "enter", { title: "Two", size: 2 }))).toBe("old");
    expect(records.get(KEY)).toMatchObject({ title: "Three" });
    expect(records.apply(change(3, "enter", { title: "Three, as others see it" }))).toBe("applied");
    expect(records.get(KEY)).toEqual({ id: "a", version: 3, title: "Three, as others see it" });
  });

  test("take whatever comes after another log has begun", () => {
    const records = held();
    records.distrust();
    records.put("task", { id: "a", version: 1, title: "First of another", size: null });
    expect(records.get(KEY)).toMatchObject({ version: 1, title: "First of another" });
  });

  test("forget what nobody holds", () => {
    const records = held();
    records.release(KEY, holder);
    expect(records.size).toBe(0);
    records.put("task", { id: "a", version: 9 });
    expect(records.get(KEY)).toBeUndefined();
  });

  const random = new Seeded(seedOf());

  test(`come to what the database has, in whatever order whole records and changes come (seed ${random.seed})`, () => {
    for (let round = 0; round < 200; round++) {
      const database = new Database({ task: ["title", "size"] });
      const key = keyOf("task", "a");
      const told: (() => void)[] = [];
      const records = new Records();
      records.hold(key, holder);
      let gaps = 0;
      for (let i = 0; i < 12; i++) {
        const current = database.get("task", "a");
        const values = { title: random.pick(["x", "y", null]), size: random.below(3) };
        database.commit(
          current === undefined
            ? { op: "create", model: "task", id: "a", values }
            : random.chance(0.25)
              ? { op: "delete", model: "task", id: "a" }
              : { op: "update", model: "task", id: "a", values },
        );
        const entry = database.log.at(-1);
        const record = database.get("task", "a");
        if (entry !== undefined) {
          const one: Change = database.change(entry);
          told.push(() => {
            if (isRecordChange(one) && records.apply(one) === "gap") {
              gaps++;
            }
          });
        }
        if (record !== undefined && random.chance(0.5)) {
          // An answer to a read may be late, but is never from the future.
          told.splice(random.below(told.length + 1), 0, () => records.put("task", record));
        }
      }
      told.forEach((run) => run());
      const last = database.get("task", "a");
      const shown = records.get(key);
      if (gaps === 0 || records.version(key) === last?.version) {
        expect(stable(shown ?? null)).toEqual(stable(last ?? null));
      }
    }
  });
});

/** Without the time of a change, which the log and the record tell differently. */
function stable(record: object | null): object | null {
  return record === null ? null : { ...record, createdAt: 0, updatedAt: 0 };
}

describe("what is pending", () => {
  test("is shown over the record, one write after the other, and taken back", () => {
    const records = held();
    const pending = new Pending(records);
    const one = { id: "a", version: 1, title: "One", size: 1, data: { a: 1, b: { c: 2 } } };
    const undoFirst = pending.add(KEY, {
      patch: { title: "Two", data: { a: null, b: { d: 3 } }, tags: ["x"], version: 7 },
    });
    const undoSecond = pending.add(KEY, { patch: { title: "Three", size: null } });
    expect(pending.show(KEY, one)).toEqual({
      id: "a",
      version: 1,
      title: "Three",
      size: null,
      data: { b: { c: 2, d: 3 } },
    });
    undoFirst();
    expect(pending.show(KEY, one)).toEqual({ ...one, title: "Three", size: null });
    const undoDelete = pending.add(KEY, { deleted: true });
    expect(pending.show(KEY, one)).toBeNull();
    undoDelete();
    undoSecond();
    expect(pending.show(KEY, one)).toBe(one);
    expect(pending.has(KEY)).toBe(false);
  });
});

describe("the order of records", () => {
  const sort = (by: string | undefined, ...values: unknown[]): unknown[] =>
    values
      .map((x, i) => ({ id: i, version: 1, x }))
      .sort(orderOf(by))
      .map(({ x }) => x);

  test("has nulls last ascending and first descending", () => {
    expect(sort("x", 2, null, 1)).toEqual([1, 2, null]);
    expect(sort("-x", 2, null, 1)).toEqual([null, 2, 1]);
  });

  test("is that of code points, not of halves of them", () => {
    expect(sort("x", "\u{1F600}", "\uFF5E", "z", "a", "ab", "B")).toEqual([
      "B",
      "a",
      "ab",
      "z",
      "\uFF5E",
      "\u{1F600}",
    ]);
  });

  test("has times by when they are, whatever digits they have", () => {
    const times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2025-12-31T23:59:59.999Z"];
    expect(sort("x", ...times)).toEqual([times[2], times[0], times[1]]);
  });

  test("has whole numbers beyond 2^53 among the others", () => {
    expect(sort("x", "9007199254740993", 5, "-9007199254740993", "9007199254740992")).toEqual([
      "-9007199254740993",
      5,
      "9007199254740992",
      "9007199254740993",
    ]);
  });

  test("ends with the id", () => {
    const records = [
      { id: 3, version: 1, x: 1 },
      { id: 1, version: 1, x: 1 },
      { id: 2, version: 1, x: 0 },
    ];
    expect(records.sort(orderOf("-x")).map(({ id }) => id)).toEqual([1, 3, 2]);
    expect(records.sort(orderOf(undefined)).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(records.sort(orderOf("-id")).map(({ id }) => id)).toEqual([3, 2, 1]);
  });
});

test("two values are the same JSON or not", () => {
  expect(sameJson({ a: [1, { b: null }], c: "x" }, { c: "x", a: [1, { b: null }] })).toBe(true);
  for (const [a, b] of [
    [1, "1"],
    [[1], { 0: 1 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [null, {}],
    [[1], [1, 2]],
  ]) {
    expect(sameJson(a, b)).toBe(false);
  }
});
