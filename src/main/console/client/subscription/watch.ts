/** One thing that is watched, a record or a query: its subscription, its members, and what it shows. */
import type { Problem } from "../problem.js";
import {
  isRecordChange,
  type Change,
  type Interest,
  type RecordChange,
  type RecordId,
  type StoredRecord,
} from "../protocol.js";
import { Computed } from "../store/cell.js";
import type { Order } from "../store/order.js";
import type { Pending } from "../store/pending.js";
import { keyOf, type Key, type Records } from "../store/records.js";
import type { Freshness, QueryView, RecordView } from "../store/views.js";
import { EMPTY, step, type Effect, type Event, type Machine } from "./machine.js";
import type { Repairs } from "./repairs.js";

/** What all watches share. */
export interface Shared {
  readonly records: Records;
  readonly pending: Pending;
  readonly repairs: Repairs;
  /** Whether there is a link. */
  readonly isAttached: () => boolean;
  /** Does what is not the watch's own: the wire and the timers. */
  readonly carryOut: (watch: Watch, effect: Extract<Effect, { do: "subscribe" | "set" | "clear" }>) => void;
}

export class Watch {
  machine: Machine = EMPTY;
  private readonly members = new Map<Key, RecordId>();
  private isLoaded = false;
  private problem: Problem | undefined;
  private readonly queries = new Map<string, Computed<QueryView<StoredRecord>>>();
  readonly view: Computed<RecordView<StoredRecord>>;

  constructor(
    readonly interest: Interest,
    private readonly shared: Shared,
  ) {
    this.view = new Computed((before) => this.recordView(before));
    if (interest.record !== undefined) {
      this.join(keyOf(interest.model, interest.record), interest.record);
    }
  }

  /** Takes an event. */
  on(event: Event): void {
    const before = this.machine.state;
    const { machine, effects } = step(this.machine, event);
    this.machine = machine;
    for (const effect of effects) {
      switch (effect.do) {
        case "fill":
          this.fill(effect.data);
          break;
        case "apply":
          this.apply(effect.changes);
          break;
        case "fail":
          this.problem = effect.problem;
          break;
        default:
          this.shared.carryOut(this, effect);
      }
    }
    if (before !== machine.state || event.type === "attach" || event.type === "detach") {
      this.invalidate();
    }
  }

  /** The members in an order, at most `limit` of them. */
  query(name: string, order: Order, limit: number): Computed<QueryView<StoredRecord>> {
    let view = this.queries.get(name);
    if (view === undefined) {
      view = new Computed((before) => this.queryView(before, order, limit));
      this.queries.set(name, view);
    }
    return view;
  }

  /** Lets go of all records. */
  end(): void {
    for (const key of [...this.members.keys()]) {
      this.part(key);
    }
  }

  private fill(data: readonly StoredRecord[]): void {
    const { model, record } = this.interest;
    const keys = new Set(data.map(({ id }) => keyOf(model, id)));
    for (const key of [...this.members.keys()]) {
      if (!keys.has(key)) {
        this.leaveBehind(key, record !== undefined);
      }
    }
    for (const one of data) {
      const key = keyOf(model, one.id);
      this.join(key, one.id);
      this.shared.records.put(model, one);
      this.shared.repairs.check(key);
    }
    this.isLoaded = true;
    this.problem = undefined;
    this.invalidate();
  }

  /** A record that is watched by itself stays, as one that is not there. */
  private leaveBehind(key: Key, isAlone: boolean): void {
    if (isAlone) {
      this.shared.records.remove(key);
    } else {
      this.part(key);
    }
  }

  private apply(changes: readonly Change[]): void {
    for (const change of changes) {
      if (isRecordChange(change)) {
        this.applyOne(change);
      }
    }
    this.invalidate();
  }

  private applyOne(change: RecordChange): void {
    const { records, repairs } = this.shared;
    const key = keyOf(change.model, change.id);
    const isAlone = this.interest.record !== undefined;
    if (change.op === "leave") {
      this.leaveBehind(key, isAlone);
      return;
    }
    const isGone = change.op === "delete";
    if (!isGone) {
      this.join(key, change.id);
    }
    if (records.apply(change) === "gap") {
      repairs.want(change.model, change.id, change.version);
    }
    repairs.check(key);
    if (isGone && !isAlone) {
      this.part(key);
    }
  }

  private join(key: Key, id: RecordId): void {
    if (!this.members.has(key)) {
      this.members.set(key, id);
      this.shared.records.hold(key, this);
    }
  }

  private part(key: Key): void {
    if (this.members.delete(key)) {
      this.shared.records.release(key, this);
    }
  }

  /** Says that members, records or freshness may be others. */
  invalidate(): void {
    this.view.invalidate();
    this.queries.forEach((view) => {
      view.invalidate();
    });
  }

  private freshness(): Freshness {
    if (!this.shared.isAttached()) {
      return "offline";
    }
    return this.machine.state === "live" && !this.shared.repairs.hasAny(this.members.keys())
      ? "live"
      : "stale";
  }

  private recordView(before: RecordView<StoredRecord> | undefined): RecordView<StoredRecord> {
    const key = keyOf(this.interest.model, this.interest.record ?? "");
    const stored = this.shared.records.get(key);
    const shown = stored ? this.shared.pending.show(key, stored) : stored;
    const record = shown ?? undefined;
    const view: RecordView<StoredRecord> = {
      status:
        this.problem !== undefined
          ? "failed"
          : record !== undefined
            ? "ready"
            : this.isLoaded
              ? "missing"
              : "loading",
      record:
        record !== undefined && before?.record !== undefined && isSame(before.record, record)
          ? before.record
          : record,
      freshness: this.freshness(),
      pending: this.shared.pending.has(key),
      problem: this.problem,
    };
    return before !== undefined && isSame(before, view) ? before : view;
  }

  private queryView(
    before: QueryView<StoredRecord> | undefined,
    order: Order,
    limit: number,
  ): QueryView<StoredRecord> {
    const { records, pending } = this.shared;
    const known = new Map((before?.records ?? []).map((record) => [record.id, record]));
    const all: StoredRecord[] = [];
    let isPending = false;
    for (const [key, id] of this.members) {
      const stored = records.get(key);
      const shown = stored ? pending.show(key, stored) : null;
      isPending ||= pending.has(key);
      if (shown !== null) {
        const old = known.get(id);
        all.push(old !== undefined && isSame(old, shown) ? old : shown);
      }
    }
    const shown = all.sort(order).slice(0, limit);
    const view: QueryView<StoredRecord> = {
      status: this.problem !== undefined ? "failed" : this.isLoaded ? "ready" : "loading",
      records: before !== undefined && isSameList(before.records, shown) ? before.records : shown,
      total: all.length,
      freshness: this.freshness(),
      pending: isPending,
      problem: this.problem,
    };
    return before !== undefined && isSame(before, view) ? before : view;
  }
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => Object.is(one, b[i]));
}

/** Whether two objects have the same members with the same values. */
function isSame(a: object, b: object): boolean {
  const left = Object.entries(a);
  const right = b as Readonly<Record<string, unknown>>;
  return (
    left.length === Object.keys(b).length && left.every(([name, value]) => Object.is(value, right[name]))
  );
}
