import { describe, expect, test } from "vitest";
import { Seeded, seedOf } from "../../testkit/random.js";
import { batch, Cell, Computed, derive } from "./cell.js";

describe("values that can be watched", () => {
  test("tell each listener once for all that changes together", () => {
    const a = new Cell(1);
    const b = new Cell(2);
    const sum = derive([a, b], (x, y) => x + y);
    const seen: number[] = [];
    sum.subscribe(() => seen.push(sum.get()));
    batch(() => {
      a.set(10);
      b.set(20);
      batch(() => {
        a.set(11);
      });
    });
    expect(seen).toEqual([31]);
  });

  test("compute again only when what they are computed from has changed", () => {
    const a = new Cell({ name: "x", size: 1 });
    const name = derive([a], ({ name: one }) => one);
    let runs = 0;
    const upper = derive([name], (one) => {
      runs++;
      return one.toUpperCase();
    });
    let told = 0;
    const stop = upper.subscribe(() => told++);
    a.set({ name: "x", size: 2 });
    expect([upper.get(), runs, told]).toEqual(["X", 1, 0]);
    a.set({ name: "y", size: 2 });
    expect([upper.get(), runs, told]).toEqual(["Y", 2, 1]);
    stop();
    a.set({ name: "z", size: 2 });
    expect([runs, told]).toEqual([2, 1]);
    expect(upper.get()).toBe("Z");
  });

  test("never show a mixture of old and new", () => {
    const a = new Cell(1);
    const double = derive([a], (x) => 2 * x);
    const both = derive([a, double], (x, y) => [x, y] as const);
    const seen: string[] = [];
    both.subscribe(() => seen.push(both.get().join()));
    a.set(2);
    a.set(3);
    expect(seen).toEqual(["2,4", "3,6"]);
  });

  test("do not tell of a value that is the same as before", () => {
    const a = new Cell(1);
    const isPositive = derive([a], (x) => x > 0);
    let told = 0;
    isPositive.subscribe(() => told++);
    a.set(2);
    a.set(2);
    a.set(-1);
    expect(told).toBe(1);
  });

  test("tell the others when one listener fails", async () => {
    const failures: unknown[] = [];
    const catchAll = (error: unknown): void => {
      failures.push(error);
    };
    process.on("uncaughtException", catchAll);
    const a = new Cell(1);
    let told = 0;
    a.subscribe(() => {
      throw new Error("mine");
    });
    a.subscribe(() => told++);
    a.set(2);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("uncaughtException", catchAll);
    expect(told).toBe(1);
    expect(String(failures[0])).toContain("mine");
  });

  test("take a listener that is given twice as two", () => {
    const a = new Cell(1);
    let told = 0;
    const listener = (): void => {
      told++;
    };
    const stop = a.subscribe(listener);
    a.subscribe(listener);
    stop();
    stop();
    a.set(2);
    expect(told).toBe(1);
  });

  test("of an owner are computed when they are asked for, not when they are out of date", () => {
    let runs = 0;
    const value = new Computed(() => ++runs);
    value.invalidate();
    value.invalidate();
    expect(runs).toBe(0);
    expect([value.get(), value.get()]).toEqual([1, 1]);
  });

  const random = new Seeded(seedOf());

  test(`in a graph are what a plain computation gives (seed ${random.seed})`, () => {
    for (let i = 0; i < 100; i++) {
      const [a, b, c, d] = [0, 0, 0, 0].map(() => new Cell(random.below(4))) as [
        Cell<number>,
        Cell<number>,
        Cell<number>,
        Cell<number>,
      ];
      const pair = (x: number, y: number): number => x * 10 + y;
      const last = derive(
        [derive([a, b], pair), derive([b, c], pair), derive([c, d], pair)],
        (x, y, z) => x + y - z,
      );
      const plain = (): number => {
        const [x, y, z, u] = [a.get(), b.get(), c.get(), d.get()];
        return x * 10 + y + (y * 10 + z) - (z * 10 + u);
      };
      let before = last.get();
      let told = 0;
      const stops = [last.subscribe(() => told++)];
      for (let j = 0; j < 50; j++) {
        const expected = told;
        batch(() => {
          for (let k = random.below(3); k >= 0; k--) {
            random.pick([a, b, c, d]).set(random.below(4));
          }
        });
        expect(last.get()).toBe(plain());
        expect(told - expected).toBe(before === plain() ? 0 : 1);
        before = plain();
      }
      stops.forEach((stop) => stop());
    }
  });
});
