/** The socket: one message a frame. */
import type { Platform, SocketLike } from "../platform.js";
import { endsForGood, serverMessage } from "../protocol.js";
import type { Codec } from "./codec.js";
import { once, type Link, type LinkEvents } from "./link.js";

/**
 * Opens `/api/live`.
 *
 * @param base the server's address, such as `https://state.example`
 */
export function openSocket(platform: Platform, base: string, codec: Codec, events: LinkEvents): Link {
  const socket: SocketLike = platform.socket(`${base.replace(/^http/, "ws")}/api/live`, [codec.subprotocol]);
  const told = once(events, () => {
    socket.close(1000);
  });
  socket.binaryType = "arraybuffer";
  socket.onopen = told.opened;
  // What went wrong is not told, and `onclose` follows.
  socket.onerror = () => undefined;
  socket.onclose = ({ code }) => {
    if (endsForGood(code)) {
      told.refused();
    } else {
      told.lost();
    }
  };
  socket.onmessage = ({ data }) => {
    try {
      const message = serverMessage(codec.decode(data));
      if (message === null) {
        told.heard();
      } else {
        told.message(message);
      }
    } catch (unreadable) {
      report(unreadable);
      told.lost();
    }
  };
  return {
    send: (message) => {
      if (!told.over) {
        socket.send(codec.encode(message));
      }
    },
    close: told.end,
  };
}

/** What must not happen is told where developers look, and goes no further. */
function report(error: unknown): void {
  console.error("Statehouse: the connection is given up, because a frame cannot be read", error);
}
