/** The calls over HTTP that the client makes. */
import type { Platform } from "./platform.js";
import { problemOf, Unreachable } from "./problem.js";
import type { Change, Filter, RecordId, StoredRecord } from "./protocol.js";

/** Records of a page; the server's own limit. */
const PAGE = 1000;

/** Gives the access token, or null for who is not signed in; asked before each call. */
export type TokenSource = () => string | null | Promise<string | null>;

export interface Page {
  readonly data: readonly StoredRecord[];
  readonly page: { readonly next: string | null };
  /** Where a watch of the list may start. */
  readonly position: string;
}

export interface ChangesPage {
  readonly changes: readonly Change[];
  readonly cursor: string;
  readonly more: boolean;
}

export interface ChangesOptions {
  readonly signal: AbortSignal;
  /** Over fields of the one model that is asked for. */
  readonly filter?: Filter | undefined;
  readonly waitSeconds?: number;
}

export interface Call {
  readonly method: "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly ifMatch?: number | "*";
  readonly key?: string;
}

export class Rest {
  private seen = 0;

  /** @param base the server's address without a path, or "" for the page's own server */
  constructor(
    private readonly platform: Platform,
    readonly base: string,
    readonly token: TokenSource,
  ) {}

  /**
   * An answer of success.
   *
   * @throws Problem for any other
   * @throws Unreachable when none came
   */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const token = await this.token();
    if (token !== null) {
      headers.set("Authorization", `Bearer ${token}`);
    }
    let answer: Response;
    try {
      answer = await this.platform.fetch(this.base + path, { ...init, headers });
    } catch (cause) {
      throw new Unreachable(`No answer from ${this.base}${path}`, { cause });
    }
    const catalog = Number(answer.headers.get("Statehouse-Catalog") ?? 0);
    this.seen = catalog > this.seen ? catalog : this.seen;
    if (!answer.ok) {
      throw await problemOf(answer);
    }
    return answer;
  }

  /** The greatest version of the catalog that an answer was of; 0 before there was one. */
  get catalog(): number {
    return this.seen;
  }

  /** The JSON of an answer; a body that breaks off is no answer. */
  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    const answer = await this.send(path, signal === undefined ? {} : { signal });
    return this.body<T>(answer);
  }

  /** A page of a list, in the order of ids. */
  list(model: string, filter: Filter | undefined, after: string | null, signal?: AbortSignal): Promise<Page> {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (filter !== undefined) {
      query.set("filter", JSON.stringify(filter));
    }
    if (after !== null) {
      query.set("after", after);
    }
    return this.get<Page>(`${records(model)}?${query.toString()}`, signal);
  }

  /** The record, or null when there is none. */
  async record(model: string, id: RecordId, signal?: AbortSignal): Promise<StoredRecord | null> {
    try {
      return await this.get<StoredRecord>(`${records(model)}/${segment(id)}`, signal);
    } catch (refused) {
      if (isUnknownRecord(refused)) {
        return null;
      }
      throw refused;
    }
  }

  /** Changes after a cursor: what there is, or with `waitSeconds` what comes; with a filter those that concern it. */
  changes(models: readonly string[], since: string, options: ChangesOptions): Promise<ChangesPage> {
    const { signal, filter, waitSeconds = 0 } = options;
    const query = new URLSearchParams({ models: models.join(","), since, limit: String(PAGE) });
    if (filter !== undefined) {
      query.set("filter", JSON.stringify(filter));
    }
    if (waitSeconds > 0) {
      query.set("wait", String(waitSeconds));
    }
    return this.get<ChangesPage>(`/api/changes?${query.toString()}`, signal);
  }

  /** Writes, and gives what the answer has; null for an answer without a body. */
  async call<T>(call: Call): Promise<T | null> {
    const headers: Record<string, string> = {};
    if (call.body !== undefined) {
      headers["Content-Type"] = "application/json";
    }
    if (call.ifMatch !== undefined) {
      headers["If-Match"] = call.ifMatch === "*" ? "*" : `"${call.ifMatch}"`;
    }
    if (call.key !== undefined) {
      headers["Idempotency-Key"] = call.key;
    }
    const answer = await this.send(call.path, {
      method: call.method,
      headers,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    return answer.status === 204 ? null : this.body<T>(answer);
  }

  private async body<T>(answer: Response): Promise<T> {
    try {
      return (await answer.json()) as T;
    } catch (cause) {
      throw new Unreachable("The answer broke off", { cause });
    }
  }
}

function isUnknownRecord(error: unknown): boolean {
  return typeof error === "object" && error !== null && "slug" in error && error.slug === "unknown-record";
}

/** The path of a model's records. */
export function records(model: string): string {
  return `/api/records/${encodeURIComponent(model)}`;
}

/** An id as one segment of a path. */
export function segment(id: RecordId): string {
  return encodeURIComponent(String(id));
}
