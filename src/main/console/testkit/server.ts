/** A small server that speaks the protocol of src/doc/live.md over real sockets, and can be made to fail. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import type { Filter, RecordId, Values } from "../client/protocol.js";
import { Database } from "./database.js";
import { answerChanges } from "./feed.js";
import { Session } from "./session.js";

export class ReferenceServer {
  /** What the server does not do: refuse the handshake, answer nothing on the socket, or refuse all that follows the log. */
  broken = new Set<"socket" | "silence" | "sse" | "polling" | "http">();
  /** The code that sockets are closed with as soon as they say hello; 0 for none. */
  refuseWith = 0;
  readonly sessions = new Set<Session>();
  readonly received: Values[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private readonly live: WebSocketServer;
  private readonly answers = new Map<string, { status: number; body: string }>();
  /** How many of the next writes are done and then not answered. */
  loseAnswers = 0;

  constructor(readonly database: Database) {
    this.server = createServer((request, response) => {
      void this.answer(request, response);
    });
    this.server.on("connection", (socket: Socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
    this.live = new WebSocketServer({ noServer: true, handleProtocols: (all) => [...all][0] ?? false });
    this.server.on("upgrade", (request, socket, head) => {
      if (this.broken.has("socket") || this.broken.has("http")) {
        socket.end("HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n");
        return;
      }
      this.live.handleUpgrade(request, socket, head, (opened: WebSocket) => {
        this.sessions.add(new Session(this, opened));
      });
    });
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Cuts every connection, as a network does. */
  cut(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://server");
    response.setHeader("Statehouse-Catalog", String(this.database.catalog));
    // Pages of tests have another origin.
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Methods", "*");
    response.setHeader("Access-Control-Allow-Headers", "*");
    response.setHeader("Access-Control-Expose-Headers", "*");
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
    } else if (this.broken.has("http")) {
      send(response, 503, { slug: "busy", status: 503 });
    } else if (url.pathname === "/api/changes") {
      answerChanges(this, request, url, response);
    } else {
      const [, model = "", id] = /^\/api\/records\/([^/]+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
      const decoded = id === undefined ? undefined : decodeURIComponent(id);
      if (!this.database.has(model)) {
        send(response, 404, { slug: "unknown-model", status: 404, title: "No such model" });
      } else if (request.method === "GET") {
        this.read(model, decoded, url, response);
      } else {
        await this.write(model, decoded, request, response);
      }
    }
  }

  private read(model: string, id: string | undefined, url: URL, response: ServerResponse): void {
    if (id !== undefined) {
      const record = this.database.get(model, id);
      send(response, record === undefined ? 404 : 200, record ?? { slug: "unknown-record", status: 404 });
      return;
    }
    const filter = JSON.parse(url.searchParams.get("filter") ?? "{}") as Filter;
    if ("bad" in filter) {
      send(response, 400, { slug: "bad-query", status: 400, detail: "There is no field bad" });
      return;
    }
    // Pages of two, so that lists have several; each goes on behind the last id of the one before.
    const after = url.searchParams.get("after");
    const rest = this.database
      .all(model, filter)
      .filter((record) => after === null || String(record.id) > after)
      .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
    const data = rest.slice(0, 2);
    const next = rest.length > 2 ? String(data[1]?.id) : null;
    send(response, 200, { data, page: { next, limit: 2 }, position: this.database.cursor() });
  }

  private async write(
    model: string,
    id: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const key = String(request.headers["idempotency-key"]);
    let text = "";
    for await (const chunk of request) {
      text += String(chunk);
    }
    const kept =
      this.answers.get(key) ??
      this.perform(model, id, request, text === "" ? {} : (JSON.parse(text) as Values));
    if (kept.status < 300) {
      this.answers.set(key, kept);
    }
    if (this.loseAnswers > 0) {
      this.loseAnswers--;
      request.socket.destroy();
    } else {
      response.writeHead(kept.status, { "Content-Type": "application/json" });
      response.end(kept.body === "" ? undefined : kept.body);
    }
  }

  private perform(
    model: string,
    id: string | undefined,
    request: IncomingMessage,
    body: Values,
  ): { status: number; body: string } {
    if (id === undefined) {
      const given = body.id as RecordId;
      this.database.commit({ op: "create", model, id: given, values: body });
      return { status: 201, body: JSON.stringify(this.database.get(model, given)) };
    }
    const current = this.database.get(model, id);
    if (current === undefined) {
      return { status: 404, body: JSON.stringify({ slug: "unknown-record", status: 404 }) };
    }
    const expected = String(request.headers["if-match"]);
    if (expected !== "*" && expected !== `"${current.version}"`) {
      const problem = {
        slug: "version-conflict",
        status: 412,
        current,
        conflicts: Object.keys(body),
        detail: "It has changed",
      };
      return { status: 412, body: JSON.stringify(problem) };
    }
    if (body.title === "") {
      return { status: 422, body: JSON.stringify({ slug: "validation-failed", status: 422, errors: [] }) };
    }
    if (request.method === "DELETE") {
      this.database.commit({ op: "delete", model, id });
      return { status: 204, body: "" };
    }
    this.database.commit({ op: "update", model, id, values: body });
    return { status: 200, body: JSON.stringify(this.database.get(model, id)) };
  }
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}
