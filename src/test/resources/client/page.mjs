// What a page does with the client, on every transport at once. Run by ClientIT:
// node --experimental-websocket page.mjs <folder of the client's modules> <server>
// Says "ready" when the server may be killed, "done" and what it has seen in the end.
const [folder, base] = process.argv.slice(2);
const { connect, Conflict } = await import(`${folder}/statehouse.js`);
const { cbor } = await import(`${folder}/cbor.js`);

const PATIENCE = 120_000;

/** The first value that is what it must be. */
function until(watched, what, is) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`never: ${what}, but ${JSON.stringify(watched.get())}`)), PATIENCE);
    const look = () => {
      if (is(watched.get())) {
        clearTimeout(late);
        resolve(watched.get());
        setTimeout(() => stop(), 0);
      }
    };
    const stop = watched.subscribe(look);
    look();
  });
}

/** What somebody else writes. */
async function patch(id, version, name) {
  const answer = await fetch(`${base}/api/records/genre/${id}`, {
    method: "PATCH",
    headers: { "If-Match": `"${version}"`, "Content-Type": "application/merge-patch+json" },
    body: JSON.stringify({ name }),
  });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
}

class Page {
  constructor(name, id, options) {
    this.name = name;
    this.id = id;
    this.seen = [];
    this.client = connect({ url: base, ...options });
    this.genres = this.client.query("genre", { filter: { name: { startsWith: `${name} ` } }, sort: "name" });
    this.genre = this.client.record("genre", id);
    this.genres.subscribe(() => undefined);
    this.genre.subscribe(() => undefined);
  }

  async before() {
    await until(this.genres, "live", (view) => view.freshness === "live" && view.status === "ready");
    this.seen.push(this.client.connection.get().transport);
    const made = await this.client.create("genre", { id: this.id, name: `${this.name} one` });
    await until(this.genres, "created", (view) => view.records.length === 1);
    await patch(this.id, made.version, `${this.name} two`);
    await until(this.genre, "changed by somebody", (view) => view.record?.name === `${this.name} two`);
    try {
      await this.client.update("genre", this.id, { name: "lost" }, { version: 1 });
    } catch (failure) {
      this.seen.push(failure instanceof Conflict ? `conflict: ${failure.conflicts}, now ${failure.current.name}` : failure);
    }
    await until(this.genre, "taken back", (view) => view.record?.name === `${this.name} two` && !view.pending);
    await this.client.update("genre", this.id, { name: `${this.name} three` });
  }

  async away() {
    const view = await until(this.genres, "not live", (now) => now.freshness !== "live");
    this.seen.push(`away: ${view.records.map((genre) => genre.name)}`);
  }

  async after() {
    this.client.reconnect();
    await until(this.genres, "live again", (view) => view.freshness === "live");
    await patch(this.id, 3, "left");
    await until(this.genres, "left the query", (view) => view.records.length === 0);
    await until(this.genre, "still followed", (view) => view.record?.name === "left");
    await this.client.delete("genre", this.id);
    const gone = await until(this.genre, "gone", (view) => view.status === "missing");
    this.seen.push(gone.status);
    this.client.close();
  }
}

const pages = [
  new Page("socket", 60_000_001, { transports: ["websocket"] }),
  new Page("cbor", 60_000_002, { transports: ["websocket"], codec: cbor }),
  new Page("stream", 60_000_003, { transports: ["sse"] }),
  new Page("polling", 60_000_004, { transports: ["polling"] }),
];
await Promise.all(pages.map((page) => page.before()));
const away = Promise.all(pages.map((page) => page.away()));
console.log("ready");
await away;
console.log("away");
while (!(await fetch(`${base}/health/ready`).then((answer) => answer.ok, () => false))) {
  await new Promise((again) => setTimeout(again, 200));
}
await Promise.all(pages.map((page) => page.after()));
console.log("done " + JSON.stringify(Object.fromEntries(pages.map((page) => [page.name, page.seen]))));
process.exit(0);
