/**
 * Values that can be watched. A value that is computed runs again only when what it was computed from has changed, and what
 * listens is told once for everything that changes together.
 */

/** A value and the news that it may have changed; what `useSyncExternalStore` takes. */
export interface Readable<T> {
  /** The value now. The same value (`Object.is`) as long as nothing has changed. */
  get(): T;
  /** Calls `listener` after each change, until what it returns is called. */
  subscribe(listener: () => void): () => void;
}

let depth = 0;
const touched = new Set<Node<unknown>>();

/** Runs what changes several values; listeners are told at the end of the outermost one, each at most once. */
export function batch<T>(run: () => T): T {
  depth++;
  try {
    return run();
  } finally {
    depth--;
    if (depth === 0) {
      tell();
    }
  }
}

function tell(): void {
  while (touched.size > 0) {
    const nodes = [...touched];
    touched.clear();
    const listeners = new Set(nodes.flatMap((node) => guarded(() => node.news()) ?? []));
    listeners.forEach(guarded);
  }
}

/** One listener's failure is no reason not to tell the others: it is thrown where nobody waits for it. */
function guarded<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
    return undefined;
  }
}

/** What others are told about, and what others are computed from. */
abstract class Node<T> implements Readable<T> {
  protected readonly listeners = new Set<() => void>();
  protected readonly dependents = new Set<Node<unknown>>();
  private told: { readonly value: T } | null = null;

  abstract get(): T;

  subscribe(listener: () => void): () => void {
    // Each call is a subscription of its own, also when the same function is given twice.
    const own = (): void => {
      listener();
    };
    this.listeners.add(own);
    if (this.listeners.size === 1) {
      this.watched();
      this.told = { value: this.get() };
    }
    return () => {
      if (this.listeners.delete(own)) {
        this.unwatched();
      }
    };
  }

  /** Called with the first listener or dependent. */
  protected watched(): void {
    // Nothing to do for a value that stands by itself.
  }

  /** Called when a listener or dependent has gone; it may have been the last. */
  protected unwatched(): void {
    // Nothing to do for a value that stands by itself.
  }

  depend(dependent: Node<unknown>): () => void {
    this.dependents.add(dependent);
    this.watched();
    return () => {
      this.dependents.delete(dependent);
      this.unwatched();
    };
  }

  /** Says that the value may have changed. */
  touch(): void {
    touched.add(this);
    this.dependents.forEach((dependent) => {
      dependent.touch();
    });
    if (depth === 0) {
      tell();
    }
  }

  /** The listeners, if the value is another than the one they were told of. */
  news(): (() => void)[] {
    if (this.listeners.size === 0) {
      return [];
    }
    const value = this.get();
    if (this.told !== null && Object.is(this.told.value, value)) {
      return [];
    }
    this.told = { value };
    return [...this.listeners];
  }

  protected get isWatched(): boolean {
    return this.listeners.size > 0 || this.dependents.size > 0;
  }
}

/** A value that is set. */
export class Cell<T> extends Node<T> {
  constructor(private value: T) {
    super();
  }

  override get(): T {
    return this.value;
  }

  set(value: T): void {
    if (!Object.is(this.value, value)) {
      this.value = value;
      this.touch();
    }
  }
}

/** A value that its owner computes, and says when it is out of date. */
export class Computed<T> extends Node<T> {
  private current: { readonly value: T } | null = null;

  /** @param compute is given the value so far, which it may return again when nothing has changed */
  constructor(private readonly compute: (before: T | undefined) => T) {
    super();
  }

  private before: T | undefined;

  override get(): T {
    if (this.current === null) {
      this.before = this.compute(this.before);
      this.current = { value: this.before };
    }
    return this.current.value;
  }

  invalidate(): void {
    if (this.current !== null || this.isWatched) {
      this.current = null;
      this.touch();
    }
  }
}

type ValuesOf<I extends readonly Readable<unknown>[]> = {
  readonly [K in keyof I]: I[K] extends Readable<infer T> ? T : never;
};

class Derived<T> extends Node<T> {
  private last: { readonly inputs: readonly unknown[]; readonly value: T } | null = null;
  private releases: (() => void)[] = [];

  constructor(
    private readonly inputs: readonly Readable<unknown>[],
    private readonly compute: (values: readonly unknown[]) => T,
  ) {
    super();
  }

  override get(): T {
    const inputs = this.inputs.map((input) => input.get());
    const { last } = this;
    if (last?.inputs.every((value, i) => Object.is(value, inputs[i])) === true) {
      return last.value;
    }
    const value = this.compute(inputs);
    this.last = { inputs, value };
    return value;
  }

  protected override watched(): void {
    if (this.releases.length === 0) {
      this.releases = this.inputs.map((input) =>
        input instanceof Node
          ? input.depend(this as Node<unknown>)
          : input.subscribe(() => {
              this.touch();
            }),
      );
    }
  }

  protected override unwatched(): void {
    if (!this.isWatched) {
      this.releases.forEach((release) => {
        release();
      });
      this.releases = [];
    }
  }
}

/**
 * A value computed from others. It is computed when somebody asks, and again only when one of them has another value; a
 * result that is the same (`Object.is`) is not told.
 */
export function derive<const I extends readonly Readable<unknown>[], T>(
  inputs: I,
  compute: (...values: ValuesOf<I>) => T,
): Readable<T> {
  return new Derived<T>(inputs, (values) => compute(...(values as unknown as ValuesOf<I>)));
}
