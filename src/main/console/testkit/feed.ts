/** The reference server's log over HTTP: pages, long polls and events. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Change, Filter } from "../client/protocol.js";
import { opFor } from "./session.js";
import { send, type ReferenceServer } from "./server.js";

interface Selection {
  readonly models: readonly string[];
  readonly filter: { readonly filter?: Filter };
}

export function answerChanges(
  server: ReferenceServer,
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
): void {
  const { database } = server;
  const isStream = request.headers.accept === "text/event-stream";
  const wait = Number(url.searchParams.get("wait") ?? 0);
  if (isStream ? server.broken.has("sse") : server.broken.has("polling") && wait > 0) {
    send(response, 503, { slug: "busy", status: 503 });
    return;
  }
  const since = request.headers["last-event-id"]?.toString() ?? url.searchParams.get("since") ?? "";
  const place = since === "now" ? database.position : database.resume(since);
  if (typeof place === "string") {
    const isBad = place === "bad";
    send(response, isBad ? 400 : 410, {
      slug: isBad ? "bad-cursor" : "resync",
      status: isBad ? 400 : 410,
      reason: place,
    });
    return;
  }
  const filter = url.searchParams.get("filter");
  const models: Selection = {
    models: (url.searchParams.get("models") ?? "").split(","),
    filter: filter === null ? {} : { filter: JSON.parse(filter) as Filter },
  };
  if (isStream) {
    stream(server, models, place, response);
    return;
  }
  const answer = (): void => {
    // Two transactions a page, so that there is more to read.
    const end = Math.min(place + 2, database.position);
    const changes = entries(server, models, place, end);
    send(response, 200, { changes, cursor: database.cursor(end), more: end < database.position });
  };
  if (wait === 0 || place < database.position) {
    answer();
  } else {
    const release = database.onCommit(() => {
      release();
      answer();
    });
    response.on("close", release);
  }
}

function entries(server: ReferenceServer, { models, filter }: Selection, from: number, to: number): Change[] {
  return server.database.log
    .filter(({ position }) => position > from && position <= to)
    .flatMap((entry) => {
      const op = models.includes(entry.model) ? opFor(entry, { model: entry.model, ...filter }) : null;
      return op === null ? [] : [server.database.change(entry, op)];
    });
}

/** One event a transaction, in two parts where it has several changes. */
function stream(server: ReferenceServer, models: Selection, place: number, response: ServerResponse): void {
  const { database } = server;
  let sent = place;
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.write(": heartbeat\n\n");
  const write = (): void => {
    while (sent < database.position) {
      const changes = entries(server, models, sent, sent + 1);
      sent++;
      const cursor = database.cursor(sent);
      if (changes.length > 1) {
        response.write(`data: ${JSON.stringify({ changes: changes.slice(0, 1), cursor, last: false })}\n\n`);
      }
      const rest = changes.length > 1 ? changes.slice(1) : changes;
      response.write(`id: ${cursor}\ndata: ${JSON.stringify({ changes: rest, cursor, last: true })}\n\n`);
    }
  };
  write();
  response.on("close", database.onCommit(write));
}
