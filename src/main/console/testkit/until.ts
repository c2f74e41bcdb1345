import { expect } from "vitest";

/** How long a test waits for what must come, in milliseconds. */
const PATIENCE_MS = 20_000;

/** Waits until something holds, looking again after everything that happens in between. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > end) {
      expect.fail(`It never came to this: ${what}`);
    }
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
