/** Does what the connection's machine says: opens links, sets timers, and hands messages on. */
import type { Platform } from "../platform.js";
import type { ServerMessage } from "../protocol.js";
import { batch, Cell, type Readable } from "../store/cell.js";
import type { Link, LinkEvents } from "../transport/link.js";
import { machineOf, step, type Effect, type Event, type Machine, type TransportName } from "./machine.js";
import type { State, Timer } from "./table.js";

/** How the connection is, for people to see. */
export interface ConnectionStatus {
  /**
   * `live`: changes come. `connecting`: they will, as soon as there is a connection; trying. `offline`: the network is gone.
   * `ended`: the server does not take these credentials. `idle`: closed, or not started.
   */
  readonly status: "live" | "connecting" | "offline" | "ended" | "idle";
  /** What carries the changes, while they come. */
  readonly transport: TransportName | null;
  /** The version of the catalog that serves, once it is known. */
  readonly catalog: number | null;
}

/** What a link is used for, once it is ready. */
export interface Feed {
  /** Subscribe through this link from now on. */
  attach(link: Link): void;
  /** There is no link any more. */
  detach(): void;
  /** What came, in order; all that had arrived at that moment. */
  receive(messages: readonly ServerMessage[]): void;
}

export interface Setup {
  readonly platform: Platform;
  readonly transports: readonly TransportName[];
  /** Opens a link; what it tells goes to `events`. */
  readonly open: (transport: TransportName, events: LinkEvents) => Link;
  /** The token to greet with, or null. */
  readonly token: () => string | null | Promise<string | null>;
  /** What this client is called in the server's log. */
  readonly name: string | null;
  readonly feed: Feed;
}

const STATUS: Readonly<Record<State, ConnectionStatus["status"]>> = {
  idle: "idle",
  opening: "connecting",
  greeting: "connecting",
  live: "live",
  doubting: "live",
  upgrading: "live",
  waiting: "connecting",
  offline: "offline",
  ended: "ended",
};

export class Connection {
  private machine: Machine;
  private readonly links = new Map<number, Link>();
  private readonly timers = new Map<Timer, () => void>();
  private readonly current = new Cell<ConnectionStatus>({ status: "idle", transport: null, catalog: null });
  private inbox: ServerMessage[] = [];
  private attached: number | null = null;
  private unwatch: (() => void) | null = null;

  constructor(private readonly setup: Setup) {
    this.machine = machineOf(setup.transports);
  }

  get status(): Readable<ConnectionStatus> {
    return this.current;
  }

  start(): void {
    this.unwatch ??= this.setup.platform.network((event) => {
      this.on({ type: event });
    });
    this.on({ type: "start" });
  }

  stop(): void {
    this.unwatch?.();
    this.unwatch = null;
    this.on({ type: "stop" });
  }

  /** Says that the token source has another token; a connection that had ended begins again. */
  renew(): void {
    this.on({ type: "credentials" });
  }

  /** Tries at once what would be tried later. */
  wake(): void {
    this.on({ type: "wake" });
  }

  private on(event: Event): void {
    const { machine, effects } = step(this.machine, event);
    this.machine = machine;
    batch(() => {
      effects.forEach((effect) => {
        this.carryOut(effect);
      });
      this.tellStatus();
    });
  }

  private carryOut(effect: Effect): void {
    switch (effect.do) {
      case "open":
        this.open(effect.link, effect.transport);
        break;
      case "close":
        this.links.get(effect.link)?.close();
        this.links.delete(effect.link);
        break;
      case "hello":
        void this.greet(effect.link);
        break;
      case "auth":
        void this.authenticate(effect.link);
        break;
      case "ping":
        this.links.get(effect.link)?.send({ type: "ping" });
        break;
      case "attach":
        this.attach(effect.link);
        break;
      case "detach":
        this.deliver();
        this.attached = null;
        this.setup.feed.detach();
        break;
      case "set":
        this.set(effect.timer, effect.jitter ? effect.ms * this.setup.platform.random() : effect.ms);
        break;
      case "clear":
        this.timers.get(effect.timer)?.();
        this.timers.delete(effect.timer);
        break;
    }
  }

  private open(link: number, transport: TransportName): void {
    // A link may tell that it is lost before the call has returned.
    const early: (() => void)[] = [];
    let isOpen = false;
    const tell = (event: Event): void => {
      if (isOpen) {
        this.on(event);
      } else {
        early.push(() => {
          this.on(event);
        });
      }
    };
    const opened = this.setup.open(transport, {
      opened: () => {
        tell({ type: "opened", link });
      },
      heard: () => {
        tell({ type: "heard", link });
      },
      lost: () => {
        tell({ type: "lost", link });
      },
      refused: () => {
        tell({ type: "refused", link });
      },
      message: (message) => {
        this.onMessage(link, message);
      },
    });
    this.links.set(link, opened);
    isOpen = true;
    this.setup.platform.soon(() => {
      early.forEach((run) => {
        run();
      });
    });
  }

  private onMessage(link: number, message: ServerMessage): void {
    if (message.type === "ready") {
      this.current.set({ ...this.current.get(), catalog: message.catalog });
      this.on({ type: "ready", link, heartbeatMs: message.heartbeatMs });
      return;
    }
    this.on({ type: "heard", link });
    if (link === this.attached) {
      this.inbox.push(message);
      if (this.inbox.length === 1) {
        this.setup.platform.soon(() => {
          this.deliver();
        });
      }
    }
  }

  /**
   * Hands on what has come, all of it at once: what a transaction means for several subscriptions comes in several messages,
   * and is shown together.
   */
  private deliver(): void {
    const messages = this.inbox;
    this.inbox = [];
    if (messages.length === 0) {
      return;
    }
    const catalog = messages.findLast((message) => message.type === "catalog");
    if (catalog !== undefined) {
      this.current.set({ ...this.current.get(), catalog: catalog.version });
    }
    this.setup.feed.receive(messages);
  }

  private attach(number: number): void {
    const link = this.links.get(number);
    if (link !== undefined) {
      this.attached = number;
      this.setup.feed.attach(link);
    }
  }

  private async greet(number: number): Promise<void> {
    const token = await this.token();
    const { name } = this.setup;
    this.links.get(number)?.send({
      type: "hello",
      ...(name === null ? {} : { client: name }),
      ...(token === null ? {} : { token }),
    });
  }

  private async authenticate(number: number): Promise<void> {
    const token = await this.token();
    if (token !== null) {
      this.links.get(number)?.send({ type: "auth", token });
    }
  }

  /** A source that fails gives none; the server then says what it thinks of that. */
  private async token(): Promise<string | null> {
    try {
      return await this.setup.token();
    } catch {
      return null;
    }
  }

  private set(timer: Timer, ms: number): void {
    this.timers.get(timer)?.();
    this.timers.set(
      timer,
      this.setup.platform.after(ms, () => {
        this.timers.delete(timer);
        this.on({ type: timer });
      }),
    );
  }

  private tellStatus(): void {
    const { state, transports, choice } = this.machine;
    const status = STATUS[state];
    const transport = status === "live" ? (transports[choice] ?? null) : null;
    const before = this.current.get();
    if (before.status !== status || before.transport !== transport) {
      this.current.set({ ...before, status, transport });
    }
  }
}
