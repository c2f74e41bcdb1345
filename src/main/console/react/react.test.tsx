// @vitest-environment happy-dom
import { act, StrictMode, useEffect, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Conflict, derive, type AnyModels, type Statehouse } from "../client/statehouse.js";
import type { ManualPlatform } from "../testkit/platform.js";
import { until } from "../testkit/until.js";
import { World } from "../testkit/world.js";
import { hooks, useReadable, type Mutation } from "./react.js";

const { Provider, useRecord, useQuery, useMutation, useConnection } = hooks();

let world: World;
let client: Statehouse;
let platform: ManualPlatform;
let root: Root;
let page: HTMLElement;

beforeEach(async () => {
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  world = await World.begin();
  ({ client, platform } = world.client());
  page = document.createElement("main");
  root = createRoot(page);
});

afterEach(async () => {
  act(() => {
    root.unmount();
  });
  await world.end();
});

function render(content: ReactNode): void {
  act(() => {
    root.render(
      <StrictMode>
        <Provider value={client}>{content}</Provider>
      </StrictMode>,
    );
  });
}

/** Waits until the page says something. */
async function says(text: string): Promise<void> {
  await act(() => until(text, () => page.textContent === text));
}

function Title({ id }: { id: string | null }): ReactNode {
  const { status, record, freshness } = useRecord("task", id);
  return `${status} ${String(record?.title)} ${freshness}`;
}

describe("hooks", () => {
  test("show a record as it is, and as it becomes", async () => {
    world.tasks("a", "b");
    render(<Title id="a" />);
    expect(page.textContent).toMatch(/^loading undefined/);
    await says("ready a live");
    world.update("a", { title: "A" });
    await says("ready A live");
    render(<Title id="b" />);
    await says("ready b live");
    render(<Title id={null} />);
    await says("loading undefined stale");
  });

  test("say when what they show is behind", async () => {
    world.tasks("a");
    render(<Title id="a" />);
    await says("ready a live");
    act(() => {
      platform.tellNetwork("offline");
    });
    await says("ready a offline");
    platform.tellNetwork("wake");
    await says("ready a live");
  });

  test("render once for a transaction, whatever it changes", async () => {
    world.tasks("a", "b", "c");
    const renders: string[] = [];
    function List(): ReactNode {
      const { records } = useQuery("task", { filter: { status: { eq: "OPEN" } }, sort: "-title" });
      const { record } = useRecord("task", "a");
      renders.push(`${records.map(({ title }) => title as string).join()} ${String(record?.title)}`);
      return renders.at(-1);
    }
    act(() => {
      root.render(
        <Provider value={client}>
          <List />
        </Provider>,
      );
    });
    await says("c,b,a a");
    await act(() => until("all is live", () => client.record("task", "a").get().freshness === "live"));
    renders.length = 0;
    world.database.commit(
      { op: "update", model: "task", id: "a", values: { title: "z" } },
      { op: "update", model: "task", id: "b", values: { title: "y" } },
      { op: "delete", model: "task", id: "c" },
    );
    await says("z,y z");
    expect(renders).toEqual(["z,y z"]);
  });

  test("do not render what has not changed", async () => {
    world.tasks("a", "b");
    let renders = 0;
    function One(): ReactNode {
      renders++;
      return useRecord("task", "a").record?.title as string;
    }
    render(<One />);
    await says("a");
    await act(() => until("it is live", () => client.record("task", "a").get().freshness === "live"));
    const before = renders;
    world.update("b", { title: "B" });
    world.update("a", { title: "A" });
    await says("A");
    // React's strict mode renders each time twice.
    expect(renders - before).toBe(2);
  });

  test("subscribe once for all components, and end it when the last is gone", async () => {
    world.tasks("a");
    const asked = (type: string): number =>
      world.server.received.filter((message) => message.type === type).length;
    render([<Title key="1" id="a" />, <Title key="2" id="a" />]);
    await says("ready a liveready a live");
    expect(asked("subscribe")).toBe(1);
    render(null);
    platform.advance(5_000);
    await until("it is ended", () => asked("unsubscribe") === 1);
  });

  test("write, show it at once, and hand over what stands in the way", async () => {
    world.tasks("a");
    const given: { mutation?: Mutation<AnyModels["task"]> } = {};
    function Editor(): ReactNode {
      const { record, pending } = useRecord("task", "a");
      const task = useMutation("task");
      useEffect(() => {
        given.mutation = task;
      });
      const problem = task.error instanceof Conflict ? ` conflict in ${String(task.error.conflicts)}` : "";
      return `${String(record?.title)} ${pending ? "saving" : "saved"} ${task.pending}${problem}`;
    }
    render(<Editor />);
    await says("a saved 0");
    let done: Promise<unknown> = Promise.resolve();
    act(() => {
      done = given.mutation?.update("a", { title: "A" }) ?? done;
    });
    expect(page.textContent).toBe("A saving 1");
    await act(() => done);
    expect(page.textContent).toBe("A saved 0");
    world.update("a", { title: "theirs" });
    act(() => {
      done = given.mutation?.update("a", { title: "mine" }).catch(() => undefined) ?? done;
    });
    await act(() => done);
    expect(page.textContent).toBe("theirs saved 0 conflict in title");
    await act(() => given.mutation?.remove("a") ?? done);
    expect(page.textContent).toBe("undefined saved 0");
  });

  test("show the connection, and what is derived", async () => {
    world.tasks("a", "b");
    const count = derive([client.query("task")], ({ total }) => total);
    function Status(): ReactNode {
      return `${useConnection().status} ${useReadable(count)}`;
    }
    render(<Status />);
    await says("live 2");
  });

  test("say that there is no client", () => {
    const error = console.error;
    console.error = () => undefined;
    expect(() => {
      act(() => {
        root.render(<Title id="a" />);
      });
    }).toThrow("<Provider");
    console.error = error;
  });
});
