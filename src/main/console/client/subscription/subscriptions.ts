/** All that is watched, on whatever link there is. */
import type { Feed } from "../connection/connection.js";
import type { Platform } from "../platform.js";
import { problem } from "../problem.js";
import type { ErrorMessage, Interest, ServerMessage } from "../protocol.js";
import type { Rest } from "../rest.js";
import { batch } from "../store/cell.js";
import { Pending } from "../store/pending.js";
import { Records } from "../store/records.js";
import type { Link } from "../transport/link.js";
import type { Effect, Event } from "./machine.js";
import { Repairs } from "./repairs.js";
import { Watch } from "./watch.js";

/** How long, in milliseconds, what nobody looks at any more is kept up: pages that come back find it there. */
const LINGER_MS = 5_000;

/** After these the log is another one, or was set back: versions from before say nothing. */
const OTHER_LOG: ReadonlySet<string> = new Set(["epoch", "rewritten", "ahead"]);

interface Kept {
  readonly name: string;
  readonly watch: Watch;
  users: number;
  /** Its subscription on the wire, if it has one. */
  id: string | null;
  stopTimer: () => void;
  stopLinger: () => void;
}

export class Subscriptions implements Feed {
  readonly records = new Records();
  readonly pending = new Pending(this.records);
  private readonly repairs: Repairs;
  private readonly kept = new Map<string, Kept>();
  private readonly byWatch = new Map<Watch, Kept>();
  private readonly byId = new Map<string, Kept>();
  private link: Link | null = null;
  private lastId = 0;

  constructor(
    private readonly platform: Platform,
    rest: Rest,
  ) {
    this.repairs = new Repairs(platform, rest, this.records);
  }

  /** The watch of this, if there is one. */
  find(interest: Interest): Watch | undefined {
    return this.kept.get(nameOf(interest))?.watch;
  }

  /** Watches, together with all who watch the same, until what this returns is called. */
  watch(interest: Interest): () => void {
    const name = nameOf(interest);
    const kept = this.kept.get(name) ?? this.begin(name, interest);
    kept.users++;
    kept.stopLinger();
    let isOver = false;
    return () => {
      if (!isOver) {
        isOver = true;
        kept.users--;
        if (kept.users === 0) {
          kept.stopLinger = this.platform.after(LINGER_MS, () => {
            this.end(kept);
          });
        }
      }
    };
  }

  attach(link: Link): void {
    this.link = link;
    this.tell({ type: "attach" });
  }

  detach(): void {
    this.link = null;
    this.byId.clear();
    this.kept.forEach((kept) => {
      kept.id = null;
    });
    this.tell({ type: "detach" });
  }

  receive(messages: readonly ServerMessage[]): void {
    batch(() => {
      messages.forEach((message) => {
        this.take(message);
      });
    });
  }

  /** Ends everything at once. */
  close(): void {
    [...this.kept.values()].forEach((kept) => {
      kept.stopLinger();
      this.end(kept);
    });
  }

  private begin(name: string, interest: Interest): Kept {
    const watch = new Watch(interest, {
      records: this.records,
      pending: this.pending,
      repairs: this.repairs,
      isAttached: () => this.link !== null,
      carryOut: (of, effect) => {
        this.carryOut(of, effect);
      },
    });
    const nothing = (): void => undefined;
    const kept: Kept = { name, watch, users: 0, id: null, stopTimer: nothing, stopLinger: nothing };
    this.kept.set(name, kept);
    this.byWatch.set(watch, kept);
    if (this.link !== null) {
      watch.on({ type: "attach" });
    }
    return kept;
  }

  private end(kept: Kept): void {
    kept.stopTimer();
    this.kept.delete(kept.name);
    this.byWatch.delete(kept.watch);
    if (kept.id !== null) {
      this.byId.delete(kept.id);
      if (kept.watch.machine.state !== "failed" && kept.watch.machine.state !== "pausing") {
        this.link?.send({ type: "unsubscribe", id: kept.id });
      }
    }
    kept.watch.end();
  }

  private carryOut(watch: Watch, effect: Extract<Effect, { do: "subscribe" | "set" | "clear" }>): void {
    const kept = this.byWatch.get(watch);
    if (kept === undefined) {
      return;
    }
    switch (effect.do) {
      case "subscribe":
        this.subscribe(kept, effect.since);
        break;
      case "set":
        kept.stopTimer = this.platform.after(effect.ms * this.platform.random(), () => {
          watch.on({ type: "retry" });
        });
        break;
      case "clear":
        kept.stopTimer();
        break;
    }
  }

  /** Under an id that was never used: what still comes for an older one is not heard. */
  private subscribe(kept: Kept, since: string | null): void {
    if (kept.id !== null) {
      this.byId.delete(kept.id);
    }
    const id = `s${++this.lastId}`;
    kept.id = id;
    this.byId.set(id, kept);
    this.link?.send({
      type: "subscribe",
      id,
      ...kept.watch.interest,
      ...(since === null ? { snapshot: true } : { since }),
    });
  }

  private take(message: ServerMessage): void {
    switch (message.type) {
      case "snapshot":
        this.on(message.id, { type: "snapshot", data: message.data });
        break;
      case "live":
        this.on(message.id, { type: "live", cursor: message.cursor });
        break;
      case "change":
        this.on(message.id, { type: "changes", changes: [message.change], last: true });
        break;
      case "batch":
        this.on(message.id, { type: "changes", changes: message.changes, last: message.last });
        break;
      case "resync":
        if (OTHER_LOG.has(message.reason) && this.byId.has(message.id)) {
          this.records.distrust();
          this.repairs.clear();
        }
        this.on(message.id, { type: "resync" });
        break;
      case "progress":
        this.tell({ type: "progress", cursor: message.cursor });
        break;
      case "catalog":
        this.records.forgetShapes(message.models);
        this.tell({ type: "catalog" }, message.models);
        break;
      case "error":
        this.refuse(message);
        break;
      case "resumed":
      case "unsubscribed":
      case "ready":
      case "pong":
        break;
    }
  }

  private refuse(message: ErrorMessage): void {
    if (message.id === undefined) {
      console.error("Statehouse: the server refused a message", message);
    } else if (message.temporary === true) {
      this.on(message.id, { type: "busy" });
    } else if (message.slug === "bad-cursor" || message.slug === "resync") {
      this.on(message.id, { type: "resync" });
    } else {
      this.on(message.id, { type: "refused", problem: problem({ ...message }) });
    }
  }

  private on(id: string, event: Event): void {
    this.byId.get(id)?.watch.on(event);
  }

  private tell(event: Event, models?: readonly string[]): void {
    batch(() => {
      for (const { watch } of [...this.kept.values()]) {
        if (models?.includes(watch.interest.model) !== false) {
          watch.on(event);
        }
      }
    });
  }
}

/** The same for the same interest, in whatever order the members of its filter stand. */
function nameOf({ model, filter, record }: Interest): string {
  return JSON.stringify([model, record ?? null, sorted(filter ?? null)]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, one]) => [name, sorted(one)]),
    );
  }
  return value;
}
