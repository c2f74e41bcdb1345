/** Writes that are shown before the server has answered. */
import type { StoredRecord, Values } from "../protocol.js";
import type { Key, Records } from "./records.js";

/** What a write does to a record: a merge patch (RFC 7396), or its deletion. */
export type Intent = { readonly patch: Values } | { readonly deleted: true };

export class Pending {
  private readonly intents = new Map<Key, Intent[]>();

  constructor(private readonly records: Records) {}

  /** Shows an intent until what this returns is called. */
  add(key: Key, intent: Intent): () => void {
    this.change(key, [...(this.intents.get(key) ?? []), intent]);
    return () => {
      this.change(
        key,
        (this.intents.get(key) ?? []).filter((one) => one !== intent),
      );
    };
  }

  has(key: Key): boolean {
    return this.intents.has(key);
  }

  /** The record as it will be when all that is pending has been done; null if it is deleted then. */
  show(key: Key, record: StoredRecord): StoredRecord | null {
    let shown: StoredRecord = record;
    for (const intent of this.intents.get(key) ?? []) {
      if ("deleted" in intent) {
        return null;
      }
      const own = Object.entries(intent.patch).filter(
        ([name]) => Object.hasOwn(record, name) && name !== "version",
      );
      shown = {
        ...shown,
        ...Object.fromEntries(own.map(([name, value]) => [name, merged(shown[name], value)])),
      };
    }
    return shown;
  }

  private change(key: Key, intents: Intent[]): void {
    if (intents.length === 0) {
      this.intents.delete(key);
    } else {
      this.intents.set(key, intents);
    }
    this.records.touch(key);
  }
}

/** A merge patch's outcome. In a record null is a value; inside of JSON it removes a member. */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const into = typeof target === "object" && target !== null && !Array.isArray(target) ? target : {};
  const result: Record<string, unknown> = { ...into };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      Reflect.deleteProperty(result, name);
    } else {
      result[name] = merged(result[name], value);
    }
  }
  return result;
}
