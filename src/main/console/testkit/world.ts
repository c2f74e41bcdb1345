/** A reference server, clients of it, and an end to both. */
import { Statehouse, type ConnectOptions, type Readable } from "../client/statehouse.js";
import { Database } from "./database.js";
import { ManualPlatform } from "./platform.js";
import { ReferenceServer } from "./server.js";

export class World {
  readonly database = new Database({ task: ["title", "status", "size"], note: ["text"] });
  readonly server = new ReferenceServer(this.database);
  base = "";
  private readonly clients: Statehouse[] = [];

  static async begin(): Promise<World> {
    const world = new World();
    world.base = await world.server.start();
    return world;
  }

  /** A client with a clock of its own. */
  client(options: ConnectOptions = {}): { client: Statehouse; platform: ManualPlatform } {
    const platform = new ManualPlatform();
    const client = new Statehouse({ url: this.base, platform, ...options });
    this.clients.push(client);
    return { client, platform };
  }

  /** One transaction that creates tasks. */
  tasks(...ids: string[]): void {
    this.database.commit(
      ...ids.map(
        (id) =>
          ({ op: "create", model: "task", id, values: { title: id, status: "OPEN", size: 1 } }) as const,
      ),
    );
  }

  update(id: string, values: object): void {
    this.database.commit({ op: "update", model: "task", id, values: { ...values } });
  }

  async end(): Promise<void> {
    this.clients.forEach((client) => {
      client.close();
    });
    await this.server.stop();
  }
}

/** Records without the times that the log and the record tell differently. */
export function timeless(records: readonly object[]): object[] {
  return records.map((record) => ({ ...record, createdAt: "", updatedAt: "", createdBy: "", updatedBy: "" }));
}

/** Watches, and keeps every value that was told. */
export function watch<T>(readable: Readable<T>): { values: T[]; now: () => T; stop: () => void } {
  const values: T[] = [];
  const stop = readable.subscribe(() => values.push(readable.get()));
  return { values, now: () => readable.get(), stop };
}
