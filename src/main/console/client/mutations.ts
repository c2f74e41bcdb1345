/** Writes: shown at once, sent one after the other for each record, taken back when they are refused. */
import type { Platform } from "./platform.js";
import { Conflict, Problem, Unreachable } from "./problem.js";
import type { RecordId, StoredRecord, Values } from "./protocol.js";
import { records as pathOf, segment, type Call, type Rest } from "./rest.js";
import { batch } from "./store/cell.js";
import type { Intent, Pending } from "./store/pending.js";
import { keyOf, type Key, type Records } from "./store/records.js";

/** How often a write is sent again, with its key, while it is not known whether it was done. */
const REPEATS = 3;
/** The upper bound of the first wait, in milliseconds; it doubles, with full jitter. */
const REPEAT_MS = 1_000;

export interface WriteOptions {
  /**
   * The version that the write is based on; `"*"` writes over whatever is there. Without it the version that is shown, of a
   * record that is being watched. A form gives the version that it was opened with.
   */
  readonly version?: number | "*";
}

export class Mutations {
  /** By record, the last write that is under way: it gives the version after it, and fails when the write does. */
  private readonly turns = new Map<Key, Promise<number>>();

  constructor(
    private readonly platform: Platform,
    private readonly rest: Rest,
    private readonly records: Records,
    private readonly pending: Pending,
  ) {}

  /** Creates a record; it is shown when the server has it, since only the server knows what it will be. */
  async create(model: string, body: Values): Promise<StoredRecord> {
    const key = this.platform.uuid();
    const record = await this.repeat<StoredRecord>({ method: "POST", path: pathOf(model), body, key });
    return this.take(model, record);
  }

  /** Changes fields of a record (RFC 7396), and shows it at once. */
  async update(
    model: string,
    id: RecordId,
    patch: Values,
    options: WriteOptions = {},
  ): Promise<StoredRecord> {
    return this.take(
      model,
      await this.write(model, id, options, { patch }, { method: "PATCH", body: patch }),
    );
  }

  /** Deletes a record, and hides it at once. */
  async delete(model: string, id: RecordId, options: WriteOptions = {}): Promise<void> {
    await this.write(model, id, options, { deleted: true }, { method: "DELETE" });
  }

  private write(
    model: string,
    id: RecordId,
    options: WriteOptions,
    intent: Intent,
    call: Pick<Call, "method" | "body">,
  ): Promise<StoredRecord | null> {
    const key = keyOf(model, id);
    const earlier = this.turns.get(key);
    const shown = this.records.version(key);
    if (options.version === undefined && earlier === undefined && shown === 0) {
      return Promise.reject(
        new TypeError(`${model} ${id} is not being watched: say which version the write is based on`),
      );
    }
    const request = { ...call, path: `${pathOf(model)}/${segment(id)}`, key: this.platform.uuid() };
    const written = this.inTurn(model, key, intent, async () => {
      // What follows a write that fails was meant for a record that never was: it fails with it.
      const after = await earlier;
      return this.repeat<StoredRecord>({ ...request, ifMatch: options.version ?? after ?? shown });
    });
    const turn = written.then((record) => record?.version ?? shown);
    this.turns.set(key, turn);
    const over = (): void => {
      if (this.turns.get(key) === turn) {
        this.turns.delete(key);
      }
    };
    turn.then(over, over);
    return written;
  }

  /** Shows an intent while its write runs. */
  private async inTurn(
    model: string,
    key: Key,
    intent: Intent,
    run: () => Promise<StoredRecord | null>,
  ): Promise<StoredRecord | null> {
    const takeBack = this.pending.add(key, intent);
    try {
      const record = await run();
      batch(() => {
        takeBack();
        if (record === null) {
          this.records.remove(key);
        } else {
          this.records.put(model, record);
        }
      });
      return record;
    } catch (failure) {
      batch(() => {
        takeBack();
        this.learn(model, key, failure);
      });
      throw failure;
    }
  }

  /** A refusal tells what is there instead. */
  private learn(model: string, key: Key, failure: unknown): void {
    if (failure instanceof Conflict && failure.current !== null) {
      this.records.put(model, failure.current as StoredRecord);
    } else if (failure instanceof Problem && failure.slug === "unknown-record") {
      this.records.remove(key);
    }
  }

  private take(model: string, record: StoredRecord | null): StoredRecord {
    if (record === null) {
      throw new Unreachable("The answer has no record");
    }
    this.records.put(model, record);
    return record;
  }

  /** Sends until there is an answer; the key sees to it that it is done once. */
  private async repeat<T>(call: Call): Promise<T | null> {
    for (let failures = 0; ; failures++) {
      try {
        return await this.rest.call<T>(call);
      } catch (failure) {
        if (failures === REPEATS || !isOpen(failure)) {
          throw failure;
        }
        await this.pause(REPEAT_MS * 2 ** failures * this.platform.random());
      }
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.platform.after(ms, resolve);
    });
  }
}

/** Whether a write that ended so may have been done, or will be when it is asked for again. */
function isOpen(failure: unknown): boolean {
  return (
    failure instanceof Unreachable ||
    (failure instanceof Problem && (failure.slug === "in-progress" || failure.status === 503))
  );
}
