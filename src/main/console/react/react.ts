/** Hooks for React 18 and later: a thin layer over the client's own watching. */
import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type Provider,
} from "react";
import type {
  AnyModels,
  ConnectionStatus,
  ModelMap,
  QueryOptions,
  QueryView,
  Readable,
  RecordView,
  Statehouse,
  WriteOptions,
} from "../client/statehouse.js";

/** How a write is getting on. */
export interface MutationState {
  /** How many are under way. */
  readonly pending: number;
  /** What the last one that ended was refused with; cleared when another one is begun. */
  readonly error: unknown;
}

export interface Mutation<
  T extends { id: unknown; record: unknown; create: unknown; patch: unknown },
> extends MutationState {
  readonly create: (body: T["create"]) => Promise<T["record"]>;
  readonly update: (id: T["id"], patch: T["patch"], options?: WriteOptions) => Promise<T["record"]>;
  readonly remove: (id: T["id"], options?: WriteOptions) => Promise<void>;
}

export interface Hooks<M extends ModelMap<M>> {
  /** Gives the client to what is inside: `<Provider value={statehouse}>`. */
  readonly Provider: Provider<Statehouse<M> | null>;
  readonly useStatehouse: () => Statehouse<M>;
  /** A record; null or undefined for an id that is not known yet. */
  readonly useRecord: <K extends keyof M & string>(
    model: K,
    id: M[K]["id"] | null | undefined,
  ) => RecordView<M[K]["record"]>;
  readonly useQuery: <K extends keyof M & string>(
    model: K,
    options?: QueryOptions,
  ) => QueryView<M[K]["record"]>;
  readonly useMutation: <K extends keyof M & string>(model: K) => Mutation<M[K]>;
  readonly useConnection: () => ConnectionStatus;
  /** Any value that can be watched, such as one that `derive` made. */
  readonly useReadable: <T>(readable: Readable<T>) => T;
}

const NOTHING: Readable<RecordView<never>> = {
  get: () => NO_RECORD,
  subscribe: () => () => undefined,
};

const NO_RECORD: RecordView<never> = {
  status: "loading",
  record: undefined,
  freshness: "stale",
  pending: false,
  problem: undefined,
};

/** What is watched, as a value of React's; servers render what is there without waiting. */
export function useReadable<T>(readable: Readable<T>): T {
  const subscribe = useCallback((listener: () => void) => readable.subscribe(listener), [readable]);
  const get = useCallback(() => readable.get(), [readable]);
  return useSyncExternalStore(subscribe, get, get);
}

/** The hooks, of the models' own types. */
export function hooks<M extends ModelMap<M> = AnyModels>(): Hooks<M> {
  const Context = createContext<Statehouse<M> | null>(null);

  function useStatehouse(): Statehouse<M> {
    const client = useContext(Context);
    if (client === null) {
      throw new Error("There is no <Provider value={statehouse}> around this component");
    }
    return client;
  }

  function useRecord<K extends keyof M & string>(
    model: K,
    id: M[K]["id"] | null | undefined,
  ): RecordView<M[K]["record"]> {
    const client = useStatehouse();
    const readable = useMemo(
      () => (id === null || id === undefined ? NOTHING : client.record(model, id)),
      [client, model, id],
    );
    return useReadable<RecordView<M[K]["record"]>>(readable);
  }

  function useQuery<K extends keyof M & string>(
    model: K,
    options: QueryOptions = {},
  ): QueryView<M[K]["record"]> {
    const client = useStatehouse();
    // By content: components write their options anew with each render.
    const content = JSON.stringify(options);
    const readable = useMemo(
      () => client.query(model, JSON.parse(content) as QueryOptions),
      [client, model, content],
    );
    return useReadable(readable);
  }

  function useMutation<K extends keyof M & string>(model: K): Mutation<M[K]> {
    const client = useStatehouse();
    const [state, setState] = useState<MutationState>({ pending: 0, error: null });
    const last = useRef(0);
    const run = useCallback(async <T>(write: () => Promise<T>): Promise<T> => {
      const turn = ++last.current;
      setState(({ pending }) => ({ pending: pending + 1, error: null }));
      const end = (error: unknown): void => {
        setState((before) => ({
          pending: before.pending - 1,
          error: error !== null && turn === last.current ? error : before.error,
        }));
      };
      try {
        const result = await write();
        end(null);
        return result;
      } catch (error) {
        end(error);
        throw error;
      }
    }, []);
    const writes = useMemo(
      () => ({
        create: (body: M[K]["create"]) => run(() => client.create(model, body)),
        update: (id: M[K]["id"], patch: M[K]["patch"], options?: WriteOptions) =>
          run(() => client.update(model, id, patch, options)),
        remove: (id: M[K]["id"], options?: WriteOptions) => run(() => client.delete(model, id, options)),
      }),
      [client, model, run],
    );
    return useMemo(() => ({ ...state, ...writes }), [state, writes]);
  }

  function useConnection(): ConnectionStatus {
    return useReadable(useStatehouse().connection);
  }

  return {
    Provider: Context.Provider,
    useStatehouse,
    useRecord,
    useQuery,
    useMutation,
    useConnection,
    useReadable,
  };
}
