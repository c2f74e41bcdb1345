/** Each record once, by model and id, with the version that it is of. */
import type { RecordChange, RecordId, StoredRecord, Values } from "../protocol.js";
import { sameJson } from "./same.js";

/** What a change did: `gap` says that changes before it are missing, and the record must be read. */
export type Outcome = "applied" | "old" | "gap";

/** The name of a record among all. */
export type Key = string;

export function keyOf(model: string, id: RecordId): Key {
  return `${model}/${typeof id}/${id}`;
}

/** What looks at records, and is told when one of them is another. */
export interface Holder {
  invalidate(): void;
}

interface Entry {
  readonly version: number;
  /** Null for a record that was deleted. */
  readonly record: StoredRecord | null;
}

const SYSTEM = new Set([
  "id",
  "version",
  "createdAt",
  "createdBy",
  "updatedAt",
  "updatedBy",
  "deletedAt",
  "deletedBy",
]);

/**
 * The records that somebody looks at. What nobody holds is forgotten; what is older than what is here changes nothing.
 * Callers that change several wrap it in `batch`.
 */
export class Records {
  private readonly entries = new Map<Key, Entry>();
  private readonly holders = new Map<Key, Set<Holder>>();
  /** The members of a whole record, by model; what a change does not name of a new record is null. */
  private readonly shapes = new Map<string, readonly string[]>();

  /** The record, null if it is deleted, or undefined if nothing is known of it. */
  get(key: Key): StoredRecord | null | undefined {
    return this.entries.get(key)?.record;
  }

  /** The version that is known, also of a deleted record; 0 if none is. */
  version(key: Key): number {
    return this.entries.get(key)?.version ?? 0;
  }

  /** Keeps the record as long as it is held, and tells the holder of its changes. */
  hold(key: Key, holder: Holder): void {
    const holders = this.holders.get(key);
    if (holders === undefined) {
      this.holders.set(key, new Set([holder]));
    } else {
      holders.add(holder);
    }
  }

  release(key: Key, holder: Holder): void {
    const holders = this.holders.get(key);
    holders?.delete(holder);
    if (holders?.size === 0) {
      this.holders.delete(key);
      this.entries.delete(key);
    }
  }

  /** Takes a whole record, unless a newer one is here. */
  put(model: string, record: StoredRecord): Outcome {
    this.shapes.set(model, Object.keys(record));
    const key = keyOf(model, record.id);
    const entry = this.entries.get(key);
    if (entry !== undefined && entry.version > record.version) {
      return "old";
    }
    if (entry?.record === null && entry.version === record.version) {
      return "old";
    }
    if (entry?.record === undefined || entry.record === null || !sameJson(entry.record, record)) {
      this.set(key, { version: record.version, record });
    }
    return "applied";
  }

  /** Takes note that a record is gone, at a version if that is known. */
  remove(key: Key, version = this.version(key)): void {
    this.set(key, { version, record: null });
  }

  apply(change: RecordChange): Outcome {
    const key = keyOf(change.model, change.id);
    const known = this.version(key);
    if (change.op === "leave") {
      return "applied";
    }
    if (change.op === "enter") {
      return this.put(change.model, { ...change.changes, id: change.id, version: change.version });
    }
    if (change.version <= known) {
      return "old";
    }
    if (change.op === "delete") {
      this.remove(key, change.version);
      return "applied";
    }
    const entry = this.entries.get(key);
    if (change.op === "create" || (change.op === "restore" && !entry?.record)) {
      return this.create(key, change);
    }
    if (!entry?.record || entry.version < (change.fromVersion ?? change.version) - 1) {
      return "gap";
    }
    this.set(key, { version: change.version, record: this.changed(entry.record, change) });
    return "applied";
  }

  /**
   * Forgets how old what is here is, because the server's database is another one or was set back: versions of before say
   * nothing about those of now. The values stay until others come.
   */
  distrust(): void {
    for (const [key, entry] of this.entries) {
      this.entries.set(key, { ...entry, version: 0 });
    }
  }

  /** How many records are kept. */
  get size(): number {
    return this.entries.size;
  }

  isHeld(key: Key): boolean {
    return this.holders.has(key);
  }

  /** Forgets what records of these models look like, because the models are others. */
  forgetShapes(models: readonly string[]): void {
    models.forEach((model) => this.shapes.delete(model));
  }

  /** Tells those who look at a record that it is another one. */
  touch(key: Key): void {
    this.holders.get(key)?.forEach((holder) => {
      holder.invalidate();
    });
  }

  private set(key: Key, entry: Entry): void {
    if (this.holders.has(key)) {
      this.entries.set(key, entry);
      this.touch(key);
    }
  }

  /** A change tells of a new record what is not null; without having seen another one the rest is not known. */
  private create(key: Key, change: RecordChange): Outcome {
    const shape = this.shapes.get(change.model);
    if (shape === undefined) {
      return "gap";
    }
    const values: Record<string, unknown> = {};
    for (const name of shape) {
      values[name] = change.changes?.[name] ?? null;
    }
    const stamp = { createdAt: change.at, createdBy: change.by, updatedAt: change.at, updatedBy: change.by };
    const record = { ...values, ...stamp, ...system(change.changes), id: change.id, version: change.version };
    this.set(key, { version: change.version, record });
    return "applied";
  }

  /** Only the record's own members: a change also names relationships, and fields that are no more. */
  private changed(record: StoredRecord, change: RecordChange): StoredRecord {
    const values: Record<string, unknown> = { ...record, updatedAt: change.at, updatedBy: change.by };
    for (const [name, value] of Object.entries(change.changes ?? {})) {
      if (Object.hasOwn(record, name)) {
        values[name] = value;
      }
    }
    return { ...values, id: record.id, version: change.version };
  }
}

function system(values: Values | undefined): Values {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => SYSTEM.has(name)));
}
