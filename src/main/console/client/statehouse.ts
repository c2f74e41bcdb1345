/** The client of Statehouse: records and queries that are live, or say that they are not, and writes. */
import { Connection, type ConnectionStatus } from "./connection/connection.js";
import type { TransportName } from "./connection/machine.js";
import { Mutations, type WriteOptions } from "./mutations.js";
import { browserPlatform, type Platform } from "./platform.js";
import type { Filter, Interest, RecordId, StoredRecord, Values } from "./protocol.js";
import { Rest, type TokenSource } from "./rest.js";
import type { Readable } from "./store/cell.js";
import { orderOf } from "./store/order.js";
import type { QueryView, RecordView } from "./store/views.js";
import { Subscriptions } from "./subscription/subscriptions.js";
import type { Watch } from "./subscription/watch.js";
import { json, type Codec } from "./transport/codec.js";
import { listen, poll } from "./transport/follow.js";
import type { Link, LinkEvents } from "./transport/link.js";
import { openLog } from "./transport/log.js";
import { openSocket } from "./transport/websocket.js";

export type { ConnectionStatus } from "./connection/connection.js";
export type { TransportName } from "./connection/machine.js";
export type { WriteOptions } from "./mutations.js";
export type { Platform, SocketLike } from "./platform.js";
export { browserPlatform } from "./platform.js";
export { Conflict, Problem, Unreachable } from "./problem.js";
export type { Filter, RecordId, StoredRecord, Values } from "./protocol.js";
export type { TokenSource } from "./rest.js";
export { batch, Cell, derive, type Readable } from "./store/cell.js";
export type { Freshness, QueryView, RecordView } from "./store/views.js";
export type { Codec } from "./transport/codec.js";

/** The types of one model, as `GET /api/metadata/types.ts` has them in `Models`. */
export interface ModelTypes {
  readonly id: RecordId;
  readonly record: object;
  readonly create: object;
  readonly patch: object;
}

/** The types of all models, by name. */
export type ModelMap<M> = { readonly [K in keyof M]: ModelTypes };

/** For a client without generated types: every name is a model. */
export type AnyModels = Readonly<
  Record<string, { id: RecordId; record: StoredRecord; create: Values; patch: Values }>
>;

export interface ConnectOptions {
  /** The server's address, such as `https://state.example`; without it, the page's own server. */
  readonly url?: string;
  /** What this client is called in the server's log. */
  readonly name?: string;
  /** Gives the access token; asked whenever one is needed. */
  readonly token?: TokenSource;
  /** In order of preference. The first is tried again and again while another one serves. */
  readonly transports?: readonly TransportName[];
  /** How messages become frames on the WebSocket: `json`, or `cbor` of `/client/cbor.js`. */
  readonly codec?: Codec;
  readonly platform?: Platform;
}

export interface QueryOptions {
  /** As in lists, over fields of the model itself. Without it: all records. */
  readonly filter?: Filter;
  /** As in lists: `-createdAt,name`. Without it: by id. */
  readonly sort?: string;
  /** Shows this many of them at most; all are kept. */
  readonly limit?: number;
}

const LOADING_RECORD: RecordView<never> = {
  status: "loading",
  record: undefined,
  freshness: "stale",
  pending: false,
  problem: undefined,
};

const LOADING_QUERY: QueryView<never> = {
  status: "loading",
  records: [],
  total: 0,
  freshness: "stale",
  pending: false,
  problem: undefined,
};

export class Statehouse<M extends ModelMap<M> = AnyModels> {
  private readonly link: Connection;
  private readonly subscriptions: Subscriptions;
  private readonly mutations: Mutations;

  constructor(options: ConnectOptions = {}) {
    const platform = options.platform ?? browserPlatform();
    const token = options.token ?? (() => null);
    const base = (options.url ?? (typeof location === "undefined" ? "" : location.origin)).replace(
      /\/+$/,
      "",
    );
    const rest = new Rest(platform, base, token);
    const codec = options.codec ?? json;
    this.subscriptions = new Subscriptions(platform, rest);
    const { records, pending } = this.subscriptions;
    this.mutations = new Mutations(platform, rest, records, pending);
    const transports = options.transports ?? ["websocket", "sse", "polling"];
    if (transports.length === 0) {
      throw new TypeError("There must be one transport at least");
    }
    this.link = new Connection({
      platform,
      transports,
      open: (transport, events) => open(transport, platform, rest, codec, events),
      token,
      name: options.name ?? null,
      feed: this.subscriptions,
    });
    this.link.start();
  }

  /** How the connection is. */
  get connection(): Readable<ConnectionStatus> {
    return this.link.status;
  }

  /** A record; it is subscribed to as long as somebody listens. */
  record<K extends keyof M & string>(model: K, id: M[K]["id"]): Readable<RecordView<M[K]["record"]>> {
    const view = (watch: Watch): Readable<RecordView<StoredRecord>> => watch.view;
    return this.readable({ model, record: id }, view, LOADING_RECORD);
  }

  /** The records that match; they are subscribed to as long as somebody listens. */
  query<K extends keyof M & string>(
    model: K,
    options: QueryOptions = {},
  ): Readable<QueryView<M[K]["record"]>> {
    const { filter, sort, limit = Infinity } = options;
    const view = (watch: Watch): Readable<QueryView<StoredRecord>> =>
      watch.query(`${limit} ${sort ?? ""}`, orderOf(sort), limit);
    const interest: Interest = { model, ...(filter === undefined ? {} : { filter }) };
    return this.readable(interest, view, LOADING_QUERY);
  }

  /**
   * Creates a record.
   *
   * @throws Problem when the server refuses it
   * @throws Unreachable when no answer came, also not to repetitions
   */
  async create<K extends keyof M & string>(model: K, body: M[K]["create"]): Promise<M[K]["record"]> {
    return this.mutations.create(model, body as Values);
  }

  /**
   * Changes fields of a record: shown at once, and taken back if it is refused.
   *
   * @throws Conflict when the record is no longer of the version that the change is based on
   * @throws Problem when the server refuses it for another reason
   * @throws Unreachable when no answer came, also not to repetitions
   */
  async update<K extends keyof M & string>(
    model: K,
    id: M[K]["id"],
    patch: M[K]["patch"],
    options?: WriteOptions,
  ): Promise<M[K]["record"]> {
    return this.mutations.update(model, id, patch as Values, options);
  }

  /** Deletes a record: hidden at once, and shown again if it is refused. Throws what `update` throws. */
  async delete<K extends keyof M & string>(model: K, id: M[K]["id"], options?: WriteOptions): Promise<void> {
    return this.mutations.delete(model, id, options);
  }

  /** Says that `token` gives another one now; a connection that had ended begins again. */
  renew(): void {
    this.link.renew();
  }

  /** Tries at once to connect, instead of later. */
  reconnect(): void {
    this.link.wake();
  }

  /** Ends the connection and all subscriptions. */
  close(): void {
    this.subscriptions.close();
    this.link.stop();
  }

  private readable<T>(interest: Interest, view: (watch: Watch) => Readable<T>, loading: T): Readable<T> {
    return {
      get: () => {
        const watch = this.subscriptions.find(interest);
        return watch === undefined ? loading : view(watch).get();
      },
      subscribe: (listener) => {
        const release = this.subscriptions.watch(interest);
        const watch = this.subscriptions.find(interest);
        const stop = watch === undefined ? () => undefined : view(watch).subscribe(listener);
        return () => {
          stop();
          release();
        };
      },
    };
  }
}

function open(
  transport: TransportName,
  platform: Platform,
  rest: Rest,
  codec: Codec,
  events: LinkEvents,
): Link {
  switch (transport) {
    case "websocket":
      return openSocket(platform, rest.base, codec, events);
    case "sse":
      return openLog(platform, rest, listen, events);
    case "polling":
      return openLog(platform, rest, poll, events);
  }
}

/** A client of a server; it connects at once. */
export function connect<M extends ModelMap<M> = AnyModels>(options?: ConnectOptions): Statehouse<M> {
  return new Statehouse<M>(options);
}
