/** Reads records of which changes are missing. */
import type { Platform } from "../platform.js";
import type { RecordId } from "../protocol.js";
import type { Rest } from "../rest.js";
import { batch } from "../store/cell.js";
import type { Key, Records } from "../store/records.js";
import { keyOf } from "../store/records.js";

/** The bounds of the wait before a record is asked for again, in milliseconds; it doubles, with full jitter. */
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

interface Repair {
  readonly model: string;
  readonly id: RecordId;
  /** The record must be of this version at least. */
  version: number;
  failures: number;
}

export class Repairs {
  private readonly open = new Map<Key, Repair>();

  constructor(
    private readonly platform: Platform,
    private readonly rest: Rest,
    private readonly records: Records,
  ) {}

  /** Whether what is here of any of these records is behind what the server told. */
  hasAny(keys: Iterable<Key>): boolean {
    if (this.open.size > 0) {
      for (const key of keys) {
        if (this.open.has(key)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Sees to it that a record is here at a version or a later one. */
  want(model: string, id: RecordId, version: number): void {
    const key = keyOf(model, id);
    const repair = this.open.get(key);
    if (repair === undefined) {
      const begun = { model, id, version, failures: 0 };
      this.open.set(key, begun);
      this.records.touch(key);
      void this.read(key, begun);
    } else if (repair.version < version) {
      repair.version = version;
    }
  }

  /** Ends a repair that something else has made needless: a whole record has come. */
  check(key: Key): void {
    const repair = this.open.get(key);
    if (repair !== undefined && (this.records.version(key) >= repair.version || !this.records.isHeld(key))) {
      this.open.delete(key);
      this.records.touch(key);
    }
  }

  /** Forgets all of them: what they waited for is of another log. */
  clear(): void {
    const keys = [...this.open.keys()];
    this.open.clear();
    keys.forEach((key) => {
      this.records.touch(key);
    });
  }

  private async read(key: Key, repair: Repair): Promise<void> {
    try {
      const record = await this.rest.record(repair.model, repair.id);
      if (this.open.get(key) !== repair) {
        return;
      }
      batch(() => {
        if (record === null) {
          this.records.remove(key, repair.version);
        } else {
          this.records.put(repair.model, record);
        }
        this.check(key);
      });
    } catch {
      repair.failures++;
    }
    if (this.open.get(key) === repair) {
      const ms = RETRY_MS * 2 ** repair.failures;
      this.platform.after((ms < MAX_RETRY_MS ? ms : MAX_RETRY_MS) * this.platform.random(), () => {
        this.check(key);
        if (this.open.get(key) === repair) {
          void this.read(key, repair);
        }
      });
    }
  }
}
