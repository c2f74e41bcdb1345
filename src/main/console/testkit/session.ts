/** One socket of the reference server. */
import type { WebSocket } from "ws";
import type { Filter, Interest, Values } from "../client/protocol.js";
import { matches, type Entry } from "./database.js";
import type { ReferenceServer } from "./server.js";
import { codecs } from "./codecs.js";

interface Subscription extends Interest {
  readonly id: string;
  /** Everything up to here was sent. */
  position: number;
}

export class Session {
  readonly subscriptions = new Map<string, Subscription>();
  private readonly release: () => void;
  private readonly codec;

  constructor(
    private readonly server: ReferenceServer,
    private readonly socket: WebSocket,
  ) {
    this.codec = codecs[socket.protocol] ?? codecs["statehouse.v1.json"];
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      this.take(this.codec?.decode(isBinary ? new Uint8Array(data).buffer : data.toString()) as Values);
    });
    this.release = server.database.onCommit(() => {
      this.deliver();
    });
    socket.on("close", () => {
      this.release();
      server.sessions.delete(this);
    });
  }

  send(message: Values): void {
    if (!this.server.broken.has("silence")) {
      this.socket.send(this.codec?.encode(message) ?? "");
    }
  }

  /** Sends what may be no message at all. */
  raw(frame: string | Buffer): void {
    this.socket.send(frame);
  }

  close(code: number): void {
    this.socket.close(code);
  }

  resync(reason: string): void {
    for (const id of this.subscriptions.keys()) {
      this.send({ type: "resync", id, reason });
    }
    this.subscriptions.clear();
  }

  private take(message: Values): void {
    this.server.received.push(message);
    const { database } = this.server;
    switch (message.type) {
      case "hello":
        if (this.server.refuseWith > 0) {
          this.socket.close(this.server.refuseWith);
        } else {
          this.send({
            type: "ready",
            session: "x",
            catalog: database.catalog,
            cursor: database.cursor(),
            heartbeatMs: 25_000,
          });
        }
        break;
      case "subscribe":
        this.subscribe(message as Values & Subscription);
        break;
      case "unsubscribe":
        this.subscriptions.delete(message.id as string);
        this.send({ type: "unsubscribed", id: message.id });
        break;
      case "ping":
        this.send({ type: "pong" });
        break;
    }
  }

  private subscribe(message: Values & { id: string; model: string; filter?: Filter; since?: string }): void {
    const { id, model, filter, since } = message;
    const { database } = this.server;
    if (!database.has(model) || (filter !== undefined && "bad" in filter)) {
      this.send({
        type: "error",
        id,
        slug: "bad-query",
        status: 400,
        title: "No",
        detail: "There is no field bad",
        temporary: false,
      });
      return;
    }
    const subscription = { ...message, position: database.position };
    if (since === undefined) {
      const all = database
        .all(model, filter)
        .filter((one) => message.record === undefined || one.id === message.record);
      const half = Math.ceil(all.length / 2);
      this.send({ type: "snapshot", id, data: all.slice(0, half), more: true });
      this.send({ type: "snapshot", id, data: all.slice(half), more: false });
    } else {
      const place = database.resume(since);
      if (typeof place === "string") {
        this.send(
          place === "bad"
            ? { type: "error", id, slug: "bad-cursor", status: 400, title: "No cursor", temporary: false }
            : { type: "resync", id, reason: place },
        );
        return;
      }
      subscription.position = place;
      this.send({ type: "resumed", id });
      this.tell(subscription);
    }
    this.subscriptions.set(id, subscription);
    this.send({ type: "live", id, cursor: database.cursor() });
  }

  private deliver(): void {
    this.subscriptions.forEach((subscription) => {
      this.tell(subscription);
    });
    if (this.subscriptions.size > 0) {
      this.send({ type: "progress", cursor: this.server.database.cursor() });
    }
  }

  private tell(subscription: Subscription): void {
    const { database } = this.server;
    const { id, position } = subscription;
    subscription.position = database.position;
    const byPosition = new Map<number, ReturnType<typeof database.change>[]>();
    for (const entry of database.log) {
      const op = entry.position > position ? opFor(entry, subscription) : null;
      if (op !== null) {
        byPosition.set(entry.position, [
          ...(byPosition.get(entry.position) ?? []),
          database.change(entry, op),
        ]);
      }
    }
    for (const changes of byPosition.values()) {
      if (changes.length === 1) {
        this.send({ type: "change", id, change: changes[0] });
      } else {
        this.send({ type: "batch", id, changes: changes.slice(0, 1), last: false });
        this.send({ type: "batch", id, changes: changes.slice(1), last: true });
      }
    }
  }
}

/** What a subscription is told of an entry, or null. */
export function opFor(entry: Entry, { model, filter, record }: Interest): Entry["op"] | null {
  if (entry.model !== model || (record !== undefined && record !== entry.id)) {
    return null;
  }
  const [was, is] = [matches(entry.before, filter), matches(entry.after, filter)];
  if (!was && !is) {
    return null;
  }
  return entry.op !== "update" || was === is ? entry.op : is ? "enter" : "leave";
}
