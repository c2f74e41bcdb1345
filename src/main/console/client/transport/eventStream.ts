/** Server-sent events read by hand: EventSource cannot say where to start, nor send an Authorization. */

export interface StreamEvent {
  /** `message` unless the event has a name. */
  readonly name: string;
  readonly data: string;
}

/**
 * Cuts a stream of text into events, as https://html.spec.whatwg.org/multipage/server-sent-events.html has it; the ids of
 * events are left out, since the data has the cursor too.
 */
export class EventParser {
  private rest = "";
  private name = "message";
  private data: string[] = [];

  /** The events that are complete with this piece. */
  push(piece: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    const lines = (this.rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      const event = this.line(line);
      if (event !== null) {
        events.push(event);
      }
    }
    return events;
  }

  private line(line: string): StreamEvent | null {
    if (line !== "") {
      const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (field === "event") {
        this.name = value ?? "";
      } else if (field === "data") {
        this.data.push(value ?? "");
      }
      return null;
    }
    const event = { name: this.name, data: this.data.join("\n") };
    const isEmpty = this.data.length === 0;
    this.name = "message";
    this.data = [];
    return isEmpty ? null : event;
  }
}

/** The text of a body, piece by piece, until it ends. */
export async function* pieces(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // Also when nobody reads on: the connection is given back. What a stream that broke says to it does not matter.
    reader.cancel().catch(() => undefined);
  }
}
