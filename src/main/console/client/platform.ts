/** What the client needs of the place that it runs in; tests and servers give their own. */

export interface SocketLike {
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  onerror: (() => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

export interface Platform {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Opens a WebSocket. */
  readonly socket: (url: string, protocols: string[]) => SocketLike;
  /** Runs something once, `ms` milliseconds from now, unless what it returns is called before. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Runs something as soon as what is already waiting has run. */
  readonly soon: (run: () => void) => void;
  /** A number from 0 to 1, evenly distributed. */
  readonly random: () => number;
  /** A key that nobody has had before. */
  readonly uuid: () => string;
  /** Tells when the network is gone, and when it may be worth trying at once; until what it returns is called. */
  readonly network: (tell: (event: "offline" | "wake") => void) => () => void;
}

/** The browser's, with everything looked up when it is needed. */
export function browserPlatform(): Platform {
  return {
    fetch: (url, init) => fetch(url, init),
    socket: (url, protocols) => new WebSocket(url, protocols) as unknown as SocketLike,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => {
        clearTimeout(timer);
      };
    },
    soon: channel(),
    random: () => Math.random(),
    uuid: () => crypto.randomUUID(),
    network: (tell) => {
      if (typeof window === "undefined") {
        return () => undefined;
      }
      const stop = new AbortController();
      const { signal } = stop;
      window.addEventListener(
        "offline",
        () => {
          tell("offline");
        },
        { signal },
      );
      window.addEventListener(
        "online",
        () => {
          tell("wake");
        },
        { signal },
      );
      window.addEventListener(
        "pageshow",
        (event) => {
          if (event.persisted) tell("wake");
        },
        { signal },
      );
      document.addEventListener(
        "visibilitychange",
        () => {
          if (!document.hidden) tell("wake");
        },
        { signal },
      );
      return () => {
        stop.abort();
      };
    },
  };
}

/** Not a timer, which a hidden page would run once a second or more seldom. */
function channel(): (run: () => void) => void {
  const waiting: (() => void)[] = [];
  let port: MessagePort | undefined;
  return (run) => {
    if (port === undefined) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => waiting.shift()?.();
      port = port2;
    }
    waiting.push(run);
    port.postMessage(null);
  };
}
