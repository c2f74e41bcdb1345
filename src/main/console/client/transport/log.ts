/**
 * A link without a socket: it reads lists and follows the log, and says what the socket would say. Its subscriptions share
 * one stream of changes, because browsers open few connections to one server; one with a filter reads its own changes when
 * the stream tells of its model.
 */
import type { Platform } from "../platform.js";
import { Problem, problem } from "../problem.js";
import type { Change, ClientMessage, Interest, ServerMessage } from "../protocol.js";
import type { ChangesPage, Rest } from "../rest.js";
import type { Follow } from "./follow.js";
import { once, type Link, type LinkEvents } from "./link.js";

/** What these transports have for a heartbeat, in milliseconds: the server's own, and more than a long poll. */
const HEARTBEAT_MS = 25_000;

interface Subscription {
  readonly id: string;
  readonly interest: Interest;
  /** Everything up to here was told; null before its list is read. */
  cursor: string | null;
  isLive: boolean;
}

/** What a subscription is to be told, and where it stands then. */
interface News {
  readonly subscription: Subscription;
  readonly changes: readonly Change[];
  readonly cursor: string;
}

class LogLink implements Link {
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly told: ReturnType<typeof once>;
  private running = new AbortController();
  private restarting = false;
  private catalog = 0;
  /** Where the stream stands. */
  private cursor: string | null = null;

  constructor(
    private readonly platform: Platform,
    private readonly rest: Rest,
    private readonly follow: Follow,
    events: LinkEvents,
  ) {
    this.told = once(events, () => {
      this.running.abort();
    });
    void this.guard(this.running.signal, async (signal) => {
      await this.now(signal);
      this.catalog = this.rest.catalog;
      this.told.opened();
    });
  }

  send(message: ClientMessage): void {
    switch (message.type) {
      case "hello":
        this.say({ type: "ready", catalog: this.catalog, heartbeatMs: HEARTBEAT_MS });
        break;
      case "subscribe": {
        const { id, model, filter, record, since = null } = message;
        const narrower = {
          ...(filter === undefined ? {} : { filter }),
          ...(record === undefined ? {} : { record }),
        };
        this.subscriptions.set(id, { id, interest: { model, ...narrower }, cursor: since, isLive: false });
        this.restart();
        break;
      }
      case "unsubscribe":
        this.subscriptions.delete(message.id);
        this.say({ type: "unsubscribed", id: message.id });
        this.restart();
        break;
      case "auth":
      case "ping":
        // Each call asks for the token; and a call that goes unanswered ends by itself.
        break;
    }
  }

  close(): void {
    this.told.end();
  }

  /** Begins again with the subscriptions that there are now; once for all that come at the same time. */
  private restart(): void {
    if (!this.restarting && !this.told.over) {
      this.restarting = true;
      this.platform.soon(() => {
        this.restarting = false;
        this.running.abort();
        if (!this.told.over) {
          this.running = new AbortController();
          void this.guard(this.running.signal, (signal) => this.run(signal));
        }
      });
    }
  }

  /** Runs until it is done, replaced, or in vain; a link that cannot go on is lost. */
  private async guard(signal: AbortSignal, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    try {
      await run(signal);
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      if (failure instanceof Problem && failure.status === 401) {
        this.told.refused();
      } else {
        this.told.lost();
      }
    }
  }

  /** The end of the log. */
  private async now(signal: AbortSignal): Promise<string> {
    return (await this.rest.get<ChangesPage>("/api/changes?since=now&limit=1", signal)).cursor;
  }

  private async run(signal: AbortSignal): Promise<void> {
    // Before anything else: what comes after it is told by the stream, whatever the subscriptions read until then.
    const start = this.cursor ?? (await this.now(signal));
    for (const subscription of this.all()) {
      await this.alone(subscription, signal, () => this.catchUp(subscription, signal));
    }
    if (this.subscriptions.size === 0) {
      this.cursor = null;
      return;
    }
    try {
      this.cursor = start;
      await this.join(signal);
      await this.stream(signal);
    } catch (failure) {
      if (signal.aborted || !isFinal(failure)) {
        throw failure;
      }
      // The place to go on from is gone, or the models are others: all is read anew.
      this.cursor = null;
      this.all().forEach((subscription) => {
        this.end(subscription, failure, true);
      });
    }
  }

  /** Runs what concerns one subscription only: what it is refused does not disturb the others. */
  private async alone(
    subscription: Subscription,
    signal: AbortSignal,
    run: () => Promise<void>,
  ): Promise<void> {
    try {
      await run();
    } catch (failure) {
      if (signal.aborted || !isFinal(failure)) {
        throw failure;
      }
      this.end(subscription, failure, failure.slug === "resync" || failure.slug === "bad-cursor");
    }
  }

  private end({ id }: Subscription, failure: Problem, isResync: boolean): void {
    this.subscriptions.delete(id);
    const { slug, status, message, evidence } = failure;
    const { reason } = evidence;
    this.say(
      isResync
        ? { type: "resync", id, reason: typeof reason === "string" ? reason : slug }
        : { ...evidence, type: "error", id, slug, status, title: message },
    );
  }

  /** Reads what a new subscription has, and everything up to the end of the log. */
  private async catchUp(subscription: Subscription, signal: AbortSignal): Promise<void> {
    if (!subscription.isLive) {
      if (subscription.cursor === null) {
        await this.fill(subscription, signal);
      }
      this.tell([await this.readOn(subscription, signal)]);
    }
  }

  private async fill(subscription: Subscription, signal: AbortSignal): Promise<void> {
    const { id, interest } = subscription;
    const filter = interest.record === undefined ? interest.filter : { id: { eq: interest.record } };
    let position: string | null = null;
    let after: string | null = null;
    do {
      const page = await this.rest.list(interest.model, filter, after, signal);
      signal.throwIfAborted();
      after = page.page.next;
      // What changes while further pages are read comes as a change after the first page's position.
      position ??= page.position;
      this.say({ type: "snapshot", id, data: page.data, more: after !== null });
    } while (after !== null);
    subscription.cursor = position;
  }

  /** A subscription's own changes up to the end of the log. */
  private async readOn(subscription: Subscription, signal: AbortSignal): Promise<News> {
    const { model, filter } = subscription.interest;
    const changes: Change[] = [];
    let page: ChangesPage;
    let cursor = subscription.cursor ?? "";
    do {
      page = await this.rest.changes([model], cursor, { signal, filter });
      signal.throwIfAborted();
      this.told.heard();
      changes.push(...page.changes.filter((change) => concerns(subscription, change)));
      cursor = page.cursor;
    } while (page.more);
    return { subscription, changes, cursor };
  }

  /** Brings all subscriptions to one place; what some are told once more is older than what they have. */
  private async join(signal: AbortSignal): Promise<void> {
    let page: ChangesPage;
    do {
      page = await this.rest.changes(this.models(), this.cursor ?? "", { signal });
      await this.deliver(page, signal);
    } while (page.more);
    for (const subscription of this.all()) {
      if (!subscription.isLive && subscription.cursor !== null) {
        subscription.isLive = true;
        this.say({ type: "live", id: subscription.id, cursor: subscription.cursor });
      }
    }
  }

  private async stream(signal: AbortSignal): Promise<void> {
    const heard = (): void => {
      if (!signal.aborted) {
        this.told.heard();
      }
    };
    const since = this.cursor ?? "";
    for await (const page of this.follow(this.rest, { models: this.models(), since, signal, heard })) {
      await this.deliver(page, signal);
    }
  }

  /** Tells all subscriptions of a page of the stream, at once. */
  private async deliver(page: ChangesPage, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.noticeCatalog();
    const news: News[] = [];
    for (const subscription of this.all()) {
      if (subscription.interest.filter === undefined) {
        const changes = page.changes.filter((change) => concerns(subscription, change));
        news.push({ subscription, changes, cursor: page.cursor });
      } else if (page.changes.some((change) => concerns(subscription, change))) {
        await this.alone(subscription, signal, async () => {
          news.push(await this.readOn(subscription, signal));
        });
      }
    }
    this.cursor = page.cursor;
    this.tell(news);
  }

  private tell(news: readonly News[]): void {
    for (const { subscription, changes, cursor } of news) {
      const { id, isLive } = subscription;
      subscription.cursor = cursor;
      if (changes.length > 0) {
        this.say({ type: "batch", id, changes, last: true });
      }
      if (isLive) {
        this.say({ type: "live", id, cursor });
      }
    }
  }

  /** Other models serve: which of them have changed is not known here, so that all records are read anew. */
  private noticeCatalog(): void {
    const version = this.rest.catalog;
    if (version !== this.catalog) {
      this.catalog = version;
      this.say({ type: "catalog", version, models: this.models() });
      throw problem({ slug: "resync", status: 410, reason: "catalog" });
    }
  }

  private all(): Subscription[] {
    return [...this.subscriptions.values()];
  }

  private models(): string[] {
    return [...new Set(this.all().map(({ interest }) => interest.model))].sort();
  }

  private say(message: ServerMessage): void {
    this.told.message(message);
  }
}

function concerns({ interest }: Subscription, { model, id }: Change): boolean {
  return model === interest.model && (interest.record === undefined || interest.record === id);
}

/** Whether trying again as it is would end the same way. */
function isFinal(failure: unknown): failure is Problem {
  return (
    failure instanceof Problem &&
    failure.status >= 400 &&
    failure.status < 500 &&
    ![401, 408, 425, 429].includes(failure.status)
  );
}

/** Opens a link over server-sent events or long polling. */
export function openLog(platform: Platform, rest: Rest, follow: Follow, events: LinkEvents): Link {
  return new LogLink(platform, rest, follow, events);
}
