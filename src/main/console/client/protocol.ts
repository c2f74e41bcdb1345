/** The messages of the socket, as src/doc/live.md has them, and what is in them. */

/** The id of a record, as JSON has it. */
export type RecordId = string | number;

/** The members of a record, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** A record as it is read: its fields, and at least these two. */
export type StoredRecord = Values & { readonly id: RecordId; readonly version: number };

export type Op = "create" | "update" | "delete" | "restore" | "link" | "unlink" | "enter" | "leave";

/** A filter as queries have it; subscriptions take fields of the model itself only. */
export type Filter = Values;

/** One entry of the log. What is no record has no `model`. */
export interface Change {
  readonly cursor: string;
  readonly at: string;
  readonly type: string;
  readonly model?: string;
  readonly id?: RecordId;
  readonly version?: number;
  /** A coalesced change stands for all versions from this one on. */
  readonly fromVersion?: number;
  readonly op?: Op;
  readonly changes?: Values;
  readonly before?: Values;
  readonly by?: string | null;
  readonly request?: string | null;
  readonly origin?: string | null;
}

/** A change of a record. */
export type RecordChange = Change & {
  readonly model: string;
  readonly id: RecordId;
  readonly version: number;
  readonly op: Op;
};

export function isRecordChange(change: Change): change is RecordChange {
  return change.model !== undefined && change.id !== undefined && change.op !== undefined;
}

/** What a subscription is about. */
export interface Interest {
  readonly model: string;
  readonly filter?: Filter;
  readonly record?: RecordId;
}

export type ClientMessage =
  | { readonly type: "hello"; readonly client?: string; readonly token?: string }
  | ({
      readonly type: "subscribe";
      readonly id: string;
      readonly snapshot?: true;
      readonly since?: string;
    } & Interest)
  | { readonly type: "unsubscribe"; readonly id: string }
  | { readonly type: "auth"; readonly token: string }
  | { readonly type: "ping" };

export type ServerMessage =
  | {
      readonly type: "ready";
      readonly catalog: number;
      readonly cursor?: string;
      readonly heartbeatMs: number;
    }
  | {
      readonly type: "snapshot";
      readonly id: string;
      readonly data: readonly StoredRecord[];
      readonly more: boolean;
    }
  | { readonly type: "live"; readonly id: string; readonly cursor: string }
  | { readonly type: "change"; readonly id: string; readonly change: Change }
  | {
      readonly type: "batch";
      readonly id: string;
      readonly changes: readonly Change[];
      readonly last: boolean;
    }
  | { readonly type: "resumed"; readonly id: string }
  | { readonly type: "resync"; readonly id: string; readonly reason: string }
  | { readonly type: "progress"; readonly cursor: string }
  | CatalogMessage
  | ErrorMessage
  | { readonly type: "unsubscribed"; readonly id: string }
  | { readonly type: "pong" };

/** Other models serve from now on. */
export interface CatalogMessage {
  readonly type: "catalog";
  readonly version: number;
  readonly models: readonly string[];
}

/** A message was refused; the members are those of a problem. */
export interface ErrorMessage {
  readonly type: "error";
  readonly id?: string;
  readonly slug: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly temporary?: boolean;
}

/** Whether a close code of the socket says that these credentials are not good (any more): trying again is of no use. */
export function endsForGood(code: number): boolean {
  return code === 4401;
}

type Kind = "string" | "number" | "boolean" | "array" | "object";

/** What each message must have for the client to use it; other members are taken as they come. */
const SHAPES: Readonly<Record<ServerMessage["type"], Readonly<Record<string, Kind>>>> = {
  ready: { catalog: "number", heartbeatMs: "number" },
  snapshot: { id: "string", data: "array", more: "boolean" },
  live: { id: "string", cursor: "string" },
  change: { id: "string", change: "object" },
  batch: { id: "string", changes: "array", last: "boolean" },
  resumed: { id: "string" },
  resync: { id: "string", reason: "string" },
  progress: { cursor: "string" },
  catalog: { version: "number", models: "array" },
  error: { slug: "string" },
  unsubscribed: { id: "string" },
  pong: {},
};

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
}

/**
 * A message of the server. A type that this client does not know is null: newer servers may say more.
 *
 * @throws TypeError for what is no message at all, and for a known one that lacks what it must have
 */
export function serverMessage(value: unknown): ServerMessage | null {
  if (kindOf(value) !== "object" || typeof (value as Values).type !== "string") {
    throw new TypeError("A frame is no message");
  }
  const message = value as Values & { type: string };
  if (!Object.hasOwn(SHAPES, message.type)) {
    return null;
  }
  for (const [member, kind] of Object.entries(SHAPES[message.type as ServerMessage["type"]])) {
    if (kindOf(message[member]) !== kind) {
      throw new TypeError(`A message "${message.type}" has no ${kind} in "${member}"`);
    }
  }
  return message as unknown as ServerMessage;
}
