import { cbor } from "../client/cbor.js";
import { json, type Codec } from "../client/transport/codec.js";

/** By subprotocol. */
export const codecs: Readonly<Record<string, Codec>> = { [json.subprotocol]: json, [cbor.subprotocol]: cbor };
