import type { Account, AccountCreate, AccountPatch, AlphaCreate, ArticleCreate, Models, PlaylistPatch, SampleCreate } from "./types.js";

// @ts-expect-error a required field is missing
export const missing: AccountCreate = {};
// @ts-expect-error a required field is null
export const none: AccountCreate = { code: null };
// @ts-expect-error no such field
export const unknown: AccountPatch = { bogus: 1 };
// @ts-expect-error the server gives the id
export const id: AccountCreate = { code: "A", id: "x" };
// @ts-expect-error no such option
export const option: SampleCreate = { state: "open" };
// @ts-expect-error a number that is always safe is no string
export const safe: AccountCreate = { code: "A", balance: "5" };
// @ts-expect-error the id of another kind
export const reference: AlphaCreate = { id: 1, whole: "w", zeta: 2 };
// @ts-expect-error links of another kind
export const links: ArticleCreate = { id: 1, labels: [1] };
// @ts-expect-error links are set at the other end
export const inverse: Models["label"]["create"] = { id: "l", articles: [1] };
// @ts-expect-error a link is an id or has one
export const noId: PlaylistPatch = { tracks: [{ position: 1 }] };
// @ts-expect-error links have no such field
export const noField: PlaylistPatch = { tracks: [{ id: 1, place: 1 }] };
// @ts-expect-error a field that each link must have
export const noTimes: PlaylistPatch = { heard: [{ id: 1 }] };
// @ts-expect-error its links have no fields
export type NoLinks = Models["account"]["links"];
// @ts-expect-error no such model
export type Nothing = Models["nothing"];

export function write(account: Account): number {
  // @ts-expect-error only the server sets it
  account.version = 2;
  // @ts-expect-error it may be null
  return account.balance;
}
