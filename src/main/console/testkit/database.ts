/** What the reference server keeps: records, and a log of transactions. */
import type { Change, Filter, Op, RecordId, StoredRecord, Values } from "../client/protocol.js";

export interface Entry {
  readonly position: number;
  readonly model: string;
  readonly id: RecordId;
  readonly version: number;
  readonly op: Op;
  readonly before: StoredRecord | null;
  readonly after: StoredRecord | null;
}

export type Write =
  | { readonly op: "create"; readonly model: string; readonly id: RecordId; readonly values: Values }
  | { readonly op: "update"; readonly model: string; readonly id: RecordId; readonly values: Values }
  | { readonly op: "delete"; readonly model: string; readonly id: RecordId };

const AT = "2026-01-01T00:00:00.000000Z";

export class Database {
  epoch = 1;
  /** Cursors before this one cannot be resumed. */
  floor = 0;
  position = 0;
  catalog = 1;
  readonly log: Entry[] = [];
  private readonly models = new Map<string, Map<RecordId, StoredRecord>>();
  private readonly versions = new Map<string, number>();
  private readonly listeners = new Set<() => void>();

  /** @param fields what each model has besides system fields */
  constructor(private readonly fields: Readonly<Record<string, readonly string[]>>) {
    Object.keys(fields).forEach((model) => this.models.set(model, new Map()));
  }

  has(model: string): boolean {
    return this.models.has(model);
  }

  all(model: string, filter?: Filter): StoredRecord[] {
    return [...(this.models.get(model)?.values() ?? [])].filter((record) => matches(record, filter));
  }

  get(model: string, id: RecordId): StoredRecord | undefined {
    return this.models.get(model)?.get(id);
  }

  /** One transaction. */
  commit(...writes: readonly Write[]): void {
    this.position++;
    for (const write of writes) {
      this.write(write);
    }
    this.listeners.forEach((listener) => {
      listener();
    });
  }

  onCommit(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  cursor(position = this.position): string {
    return `e${this.epoch}p${position}`;
  }

  /** The position of a cursor, or why it cannot be resumed. */
  resume(cursor: string): number | "bad" | "epoch" | "ahead" | "compacted" {
    const [, epoch, position] = /^e(\d+)p(\d+)$/.exec(cursor) ?? [];
    if (epoch === undefined || position === undefined) {
      return "bad";
    }
    if (Number(epoch) !== this.epoch) {
      return "epoch";
    }
    return Number(position) > this.position
      ? "ahead"
      : Number(position) < this.floor
        ? "compacted"
        : Number(position);
  }

  /** Another database under the same address: nothing but these records, at their first version. */
  reset(model: string, records: readonly { id: RecordId; values: Values }[]): void {
    this.epoch++;
    this.log.length = 0;
    this.position = 0;
    this.versions.clear();
    this.models.forEach((all) => {
      all.clear();
    });
    records.forEach(({ id, values }) => {
      this.commit({ op: "create", model, id, values });
    });
  }

  private write(write: Write): void {
    const { model, id } = write;
    const records = this.models.get(model);
    const before = records?.get(id) ?? null;
    if (records === undefined || (write.op === "create") !== (before === null)) {
      throw new Error(`Cannot ${write.op} ${model} ${id}`);
    }
    const key = `${model}/${id}`;
    const version = (this.versions.get(key) ?? 0) + 1;
    this.versions.set(key, version);
    let after: StoredRecord | null = null;
    if (write.op === "delete") {
      records.delete(id);
    } else {
      const none = Object.fromEntries((this.fields[model] ?? []).map((field) => [field, null]));
      after = {
        ...none,
        createdAt: AT,
        createdBy: "test",
        updatedAt: AT,
        updatedBy: "test",
        ...before,
        ...write.values,
        id,
        version,
      };
      records.set(id, after);
    }
    this.log.push({ position: this.position, model, id, version, op: write.op, before, after });
  }

  /** An entry as the wire has it; `op` may say `enter` or `leave` instead of what happened. */
  change(entry: Entry, op: Op = entry.op): Change {
    const { after, before } = entry;
    const values = Object.entries(after ?? {}).filter(([name, value]) =>
      op === "enter"
        ? true
        : !["id", "version", "createdAt", "createdBy", "updatedAt", "updatedBy"].includes(name) &&
          (before === null ? value !== null : value !== before[name]),
    );
    return {
      cursor: this.cursor(entry.position),
      at: AT,
      type: `${entry.model}.${entry.op}d`,
      model: entry.model,
      id: entry.id,
      version: entry.version,
      op,
      changes: op === "leave" || op === "delete" ? {} : Object.fromEntries(values),
      by: "test",
      request: "r",
      origin: null,
    };
  }
}

/** The few filters that the tests use. */
export function matches(record: StoredRecord | null, filter: Filter | undefined): boolean {
  if (record === null) {
    return false;
  }
  return Object.entries(filter ?? {}).every(([field, condition]) => {
    if (field === "and") {
      return (condition as Filter[]).every((one) => matches(record, one));
    }
    const test = condition as { eq?: unknown; in?: unknown[] };
    return test.in === undefined ? record[field] === test.eq : test.in.includes(record[field]);
  });
}
