/** A platform whose clock stands still until it is told to go on; what it sends is real. */
import { WebSocket } from "ws";
import type { Platform, SocketLike } from "../client/platform.js";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export class ManualPlatform implements Platform {
  /** Milliseconds that have passed. */
  now = 0;
  /** What `random` gives. */
  luck = 0.5;
  /** How many HTTP requests were made. */
  requests: string[] = [];
  sockets: SocketLike[] = [];
  /** How many frames have come. */
  frames = 0;
  private timers: Timer[] = [];
  private keys = 0;
  private listeners = new Set<(event: "offline" | "wake") => void>();

  readonly fetch = (url: string, init?: RequestInit): Promise<Response> => {
    this.requests.push(url.replace(/^https?:\/\/[^/]*/, ""));
    return fetch(url, init);
  };

  readonly socket = (url: string, protocols: string[]): SocketLike => {
    const socket = new WebSocket(url, protocols) as unknown as SocketLike;
    this.sockets.push(socket);
    (socket as unknown as WebSocket).addEventListener("message", () => {
      this.frames++;
    });
    return socket;
  };

  readonly after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.now + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  };

  readonly soon = (run: () => void): void => {
    setImmediate(run);
  };

  readonly random = (): number => this.luck;

  readonly uuid = (): string => `key-${++this.keys}`;

  readonly network = (tell: (event: "offline" | "wake") => void): (() => void) => {
    this.listeners.add(tell);
    return () => {
      this.listeners.delete(tell);
    };
  };

  tellNetwork(event: "offline" | "wake"): void {
    this.listeners.forEach((tell) => {
      tell(event);
    });
  }

  /** Lets time pass; what is due runs in the order of its time. */
  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }
      this.timers = this.timers.filter((one) => one !== due);
      this.now = due.at;
      due.run();
    }
    this.now = end;
  }

  /** Lets time pass until the next timer, if that is near: back-off passes, and what is under way is not hurried. */
  skip(withinMs: number): void {
    const next = Math.min(...this.timers.map(({ at }) => at - this.now));
    if (next <= withinMs) {
      this.advance(Math.max(next, 0));
    }
  }

  /** How many timers are set. */
  get waiting(): number {
    return this.timers.length;
  }
}
