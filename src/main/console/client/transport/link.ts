/** One connection to the server, whatever carries it: the messages of the socket go in and out. */
import type { ClientMessage, ServerMessage } from "../protocol.js";

/** What a link tells; after `lost` or `refused`, and after it was closed, nothing more. */
export interface LinkEvents {
  readonly opened: () => void;
  readonly message: (message: ServerMessage) => void;
  /** Something came that is no message: the other side is alive. */
  readonly heard: () => void;
  readonly lost: () => void;
  /** The credentials are not good. */
  readonly refused: () => void;
}

export interface Link {
  send(message: ClientMessage): void;
  /** Closing twice, or what is lost already, does nothing. */
  close(): void;
}

/** Events that are heard until `close` is called, and never after an end. */
export function once(
  events: LinkEvents,
  close: () => void,
): LinkEvents & { readonly over: boolean; readonly end: () => void } {
  let over = false;
  const alive =
    <A extends unknown[]>(tell: (...values: A) => void) =>
    (...values: A): void => {
      if (!over) {
        tell(...values);
      }
    };
  const end = (): void => {
    if (!over) {
      over = true;
      close();
    }
  };
  const last = (tell: () => void) => (): void => {
    if (!over) {
      end();
      tell();
    }
  };
  return {
    get over() {
      return over;
    },
    end,
    opened: alive(() => {
      events.opened();
    }),
    message: alive((message: ServerMessage) => {
      events.message(message);
    }),
    heard: alive(() => {
      events.heard();
    }),
    lost: last(() => {
      events.lost();
    }),
    refused: last(() => {
      events.refused();
    }),
  };
}
