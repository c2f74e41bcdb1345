/** Two models of the Chinook sample, as `GET /api/metadata/types.ts` has them; the examples of the documents use them. */

export type ArtistId = number;

export interface Artist {
  readonly id: ArtistId;
  readonly version: number;
  name: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface ArtistCreate {
  id: ArtistId;
  name: string;
}

export interface ArtistPatch {
  readonly id?: ArtistId;
  readonly version?: number;
  name?: string;
}

export type TrackId = number;

export interface Track {
  readonly id: TrackId;
  readonly version: number;
  name: string;
  milliseconds: number;
  composer: string | null;
}

export interface TrackCreate {
  id: TrackId;
  name: string;
  milliseconds: number;
}

export interface TrackPatch {
  name?: string;
  milliseconds?: number;
}

export interface Models {
  artist: { id: ArtistId; record: Artist; create: ArtistCreate; patch: ArtistPatch; replace: ArtistCreate };
  track: { id: TrackId; record: Track; create: TrackCreate; patch: TrackPatch; replace: TrackCreate };
}
