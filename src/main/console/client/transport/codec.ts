/** How messages become frames. */
export interface Codec {
  /** The subprotocol that stands for it. */
  readonly subprotocol: string;
  encode(message: unknown): string | Uint8Array<ArrayBuffer>;
  /** @throws any error for a frame that is none of its kind */
  decode(frame: unknown): unknown;
}

export const json: Codec = {
  subprotocol: "statehouse.v1.json",
  encode: (message) => JSON.stringify(message),
  decode: (frame) => {
    if (typeof frame !== "string") {
      throw new TypeError("A binary frame on JSON");
    }
    return JSON.parse(frame) as unknown;
  },
};
