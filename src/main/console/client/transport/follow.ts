/** How changes come where there is no socket: pages of whole transactions, from a cursor on, without an end. */
import { problem, Unreachable } from "../problem.js";
import type { Change, Values } from "../protocol.js";
import type { ChangesPage, Rest } from "../rest.js";
import { EventParser, pieces } from "./eventStream.js";

export interface Following {
  readonly models: readonly string[];
  readonly since: string;
  readonly signal: AbortSignal;
  /** Called for whatever arrives, also when it says nothing. */
  readonly heard: () => void;
}

/**
 * Whole transactions as they come.
 *
 * @throws Problem with the slug `resync` when the cursor cannot be resumed
 * @throws Unreachable when it breaks off
 */
export type Follow = (rest: Rest, following: Following) => AsyncGenerator<ChangesPage, void>;

/** For a long poll; less than the heartbeat, which the answer is on this transport. */
const WAIT_SECONDS = 20;

/** Long polling: one request after the other. */
export async function* poll(
  rest: Rest,
  { models, since, signal, heard }: Following,
): AsyncGenerator<ChangesPage, void> {
  let cursor = since;
  for (;;) {
    const page = await rest.changes(models, cursor, { signal, waitSeconds: WAIT_SECONDS });
    heard();
    cursor = page.cursor;
    yield page;
  }
}

/** Server-sent events: one event a transaction, or several when it is large. */
export async function* listen(rest: Rest, following: Following): AsyncGenerator<ChangesPage, void> {
  const query = new URLSearchParams({ models: following.models.join(",") });
  const answer = await rest.send(`/api/changes?${query.toString()}`, {
    headers: { Accept: "text/event-stream", "Last-Event-ID": following.since },
    signal: following.signal,
  });
  following.heard();
  if (answer.body === null || !(answer.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) {
    throw new Unreachable("The answer is no stream of events");
  }
  const parser = new EventParser();
  let parts: Change[] = [];
  try {
    for await (const piece of pieces(answer.body)) {
      following.heard();
      for (const event of parser.push(piece)) {
        const data = JSON.parse(event.data) as Values;
        if (event.name === "resync") {
          throw problem({ ...data, slug: "resync", status: 410 });
        }
        parts.push(...((data.changes ?? []) as readonly Change[]));
        if (data.last !== false) {
          yield { changes: parts, cursor: data.cursor as string, more: false };
          parts = [];
        }
      }
    }
  } catch (cause) {
    throw cause instanceof TypeError || cause instanceof SyntaxError
      ? new Unreachable("The stream broke", { cause })
      : cause;
  }
  throw new Unreachable("The stream has ended");
}
