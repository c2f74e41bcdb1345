/** What the connection promises, checked on what a machine did. The sentences are those of src/doc/protocol.md. */
import { LIMITS, type Effect, type Event, type Machine } from "../client/connection/machine.js";
import { TIMERS, type Timer } from "../client/connection/table.js";

const SUBSCRIBED = new Set(["live", "doubting", "upgrading"]);

export class ConnectionHistory {
  private readonly open = new Set<number>();
  private readonly timers = new Set<Timer>();
  private readonly found = new Set<string>();
  private attached: number | null = null;
  private isRefused = false;

  /** Takes one step, and checks everything. */
  add(before: Machine, event: Event, after: Machine, effects: readonly Effect[]): void {
    this.timers.delete(event.type as Timer);
    this.hear(before, event, after, effects);
    effects.forEach((effect) => {
      this.take(effect);
    });
    this.check(after);
  }

  /** The promises that were broken. */
  broken(): string[] {
    return [...this.found];
  }

  private promise(sentence: string, isKept: boolean): void {
    if (!isKept) {
      this.found.add(sentence);
    }
  }

  private hear(before: Machine, event: Event, after: Machine, effects: readonly Effect[]): void {
    if ("link" in event && event.link !== before.link && event.link !== before.spare) {
      this.promise("What an old link says is not heard", before === after && effects.length === 0);
    }
    if (event.type === "credentials" || event.type === "stop") {
      this.isRefused = false;
    }
    this.promise(
      "After its credentials were refused nothing is opened, until there are others",
      !this.isRefused || effects.every((effect) => effect.do !== "open"),
    );
    if (after.state === "ended") {
      this.isRefused = true;
    }
  }

  private take(effect: Effect): void {
    switch (effect.do) {
      case "open":
        this.open.add(effect.link);
        break;
      case "close":
        this.open.delete(effect.link);
        break;
      case "attach":
        this.promise(
          "What is subscribed goes through the link that is ready, and through no other",
          this.attached === null,
        );
        this.attached = effect.link;
        break;
      case "detach":
        this.attached = null;
        break;
      case "set":
        this.timers.add(effect.timer);
        if (effect.timer === "retry") {
          this.promise(
            "It waits 30 s at most before it tries again",
            effect.ms <= LIMITS.maxRetryMs && effect.ms >= LIMITS.retryMs,
          );
        }
        break;
      case "clear":
        this.timers.delete(effect.timer);
        break;
      case "hello":
      case "ping":
      case "auth":
        this.promise("Only an open link is spoken to", this.open.has(effect.link));
        break;
    }
  }

  private check(machine: Machine): void {
    const { state, link, spare } = machine;
    const used = new Set([link, spare].filter((one) => one !== null));
    this.promise(
      "A link that is not used any more is closed",
      this.open.size === used.size && [...used].every((one) => this.open.has(one)),
    );
    this.promise(
      "There is a spare link only while another one is live",
      (spare !== null) === (state === "upgrading"),
    );
    this.promise(
      "What is subscribed goes through the link that is ready, and through no other",
      this.attached === (SUBSCRIBED.has(state) ? link : null),
    );
    const isOver = state === "idle" || state === "ended";
    this.promise("It never waits for ever", isOver || this.timers.size > 0);
    this.promise(
      "Only timers of its state run",
      [...this.timers].every((timer) => TIMERS[state].includes(timer)),
    );
  }
}
