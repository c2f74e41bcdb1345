/** CBOR (RFC 8949) for the socket: fewer bytes than JSON, and for `connect({ codec: cbor })` only. */
import { decode, encode, Tagged } from "cborg";
import type { Codec } from "./statehouse.js";

/** Tag 4: a decimal fraction, ten to the power of the first times the second. */
const DECIMAL = 4;

function number(value: unknown): number {
  return typeof value === "bigint" ? Number(value) : (value as number);
}

export const cbor: Codec = {
  subprotocol: "statehouse.v1.cbor",
  encode: (message) => encode(message),
  decode: (frame) => {
    if (!(frame instanceof ArrayBuffer)) {
      throw new TypeError("A text frame on CBOR");
    }
    const value: unknown = decode(new Uint8Array(frame), {
      allowBigInt: true,
      tags: {
        ...Tagged.preserve(),
        2: (inner) => number(fromBytes(inner() as Uint8Array)),
        3: (inner) => number(-1n - fromBytes(inner() as Uint8Array)),
        [DECIMAL]: (inner) => {
          const [exponent, mantissa] = inner() as [unknown, unknown];
          return Number(`${String(mantissa)}e${String(exponent)}`);
        },
      },
    });
    return plain(value);
  },
};

/** A value as JSON would have given it: numbers of any size are numbers. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value === "object" && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      (value as Record<string, unknown>)[name] = plain(one);
    }
  }
  return typeof value === "bigint" ? Number(value) : value;
}

function fromBytes(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
