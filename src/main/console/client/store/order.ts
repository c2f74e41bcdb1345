/** The order of records, as the server's `sort` has it; see src/doc/queries.md. */
import type { StoredRecord } from "../protocol.js";

export type Order = (a: StoredRecord, b: StoredRecord) => number;

const WHOLE = /^-?\d+$/;
/** A time of the API: in UTC, with as many digits of the second as it needs. */
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)Z$/;

/**
 * The order of a `sort` such as `-createdAt,name`: nulls come last ascending and first descending, texts are ordered by code
 * point, and the id is always the last key.
 */
export function orderOf(sort: string | undefined): Order {
  const keys = (sort ?? "")
    .split(",")
    .filter((key) => key !== "")
    .map((key) => (key.startsWith("-") ? { field: key.slice(1), sign: -1 } : { field: key, sign: 1 }));
  const all = keys.some(({ field }) => field === "id") ? keys : [...keys, { field: "id", sign: 1 }];
  return (a, b) => {
    for (const { field, sign } of all) {
      const verdict = compare(a[field], b[field]);
      if (verdict !== 0) {
        return sign * verdict;
      }
    }
    return 0;
  };
}

/** Less than, equal to or greater than 0; null is greater than everything. */
function compare(a: unknown, b: unknown): number {
  if (a === b) {
    return 0;
  }
  if (isNothing(a) || isNothing(b)) {
    return isNothing(a) ? (isNothing(b) ? 0 : 1) : -1;
  }
  if (typeof a === "string" && typeof b === "string") {
    return compareTexts(TIME.exec(a)?.[1] ?? a, TIME.exec(b)?.[1] ?? b);
  }
  if (typeof a === "string" || typeof b === "string") {
    return compareNumbers(a, b);
  }
  return (a as number | boolean) < (b as number | boolean) ? -1 : 1;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** A whole number beyond 2^53 is a string, the others of its field are numbers. */
function compareNumbers(a: unknown, b: unknown): number {
  if ([a, b].every((one) => WHOLE.test(String(one)))) {
    const [left, right] = [BigInt(String(a)), BigInt(String(b))];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return compareTexts(String(a), String(b));
}

/** By code point: JavaScript's own comparison goes by halves of those beyond U+FFFF. */
function compareTexts(a: string, b: string): number {
  const length = a.length < b.length ? a.length : b.length;
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) {
      return rank(left) - rank(right);
    }
  }
  return a.length - b.length;
}

/** Halves of a pair (U+D800 to U+DFFF) stand for code points above all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
