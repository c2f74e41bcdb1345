import {
  catalogVersion,
  type Account,
  type AccountCreate,
  type AccountPatch,
  type AccountReplace,
  type AlphaCreate,
  type Article,
  type ArticleCreate,
  type LabelId,
  type LabelId_,
  type LabelId_Create,
  type Models,
  type PlaylistCreate,
  type Record_,
  type Record_Create,
  type Sample,
  type SampleCreate,
  type Track,
} from "./types.js";

const version: number = catalogVersion;

const create: AccountCreate = { code: "A-1", limit: "12.50", number: "9007199254740993", branch: null };
const patch: AccountPatch = { owner: null, limit: 12.5, version };
const replace: AccountReplace = { code: "A-1" };

export function read(account: Account, sample: Sample, article: Article): string {
  const balance: number | null = account.balance;
  const state: "OPEN" | "CLOSED" | null = sample.state;
  const id: number = article.id;
  return `${account.code} ${balance ?? 0} ${state ?? ""} ${id} ${account.createdAt}`;
}

const label: LabelId = "new";
const article: ArticleCreate = { id: 1, labels: [label], related: [1, 2] };
const alpha: AlphaCreate = { id: 1, whole: 2, zeta: 3 };
const sample: SampleCreate = { state: "OPEN", amount: 1 };

const hostile: Record_Create = { class: "a", default: true, constructor: "c", readonly: 'a "quoted" \\ key' };
export const builtIn: Record<string, number> = { a: 1 };
export function words(record: Record_): string | null {
  return record.new ?? record.class;
}

const other: LabelId_Create = { name: "Its model has the name that another's id has" };
export function named(of: LabelId_): string | null {
  return of.name;
}

export function post<M extends keyof Models>(model: M, body: Models[M]["create"]): Promise<Models[M]["record"]> {
  return Promise.reject(new Error(model + JSON.stringify(body)));
}
export const posted: Promise<Account> = post("account", create);

const playlist: PlaylistCreate = {
  id: 1,
  name: "Morning",
  tracks: [7, { id: 8 }, { id: 9, position: 3, note: null }],
  heard: [7, { id: 8, times: 2 }],
  pressed: [{ id: 7, price: "1.50", mixes: ["MONO"], sheet: { a: [1] } }],
};
type Placed = Track & { $link: Models["playlist"]["links"]["tracks"] };
type Listed = Models["track"]["links"]["playlists"];
export function place(track: Placed): number | string | null {
  const same: Listed = track.$link;
  return same.position;
}
export const pressed: Models["playlist"]["links"]["pressed"]["price"] = 1.5;
export const all = [patch, replace, article, alpha, sample, hostile, other, playlist];
