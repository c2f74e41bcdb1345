import { dts } from "rollup-plugin-dts";

const out = process.env.CONSOLE_OUT ?? "../../../target/console/webapp/client";
const client = /\/statehouse\.js$/;

/** The declarations beside the modules, one file each; the others take what is the client's from the client's. */
function declarations(name, source, external) {
  return {
    input: source,
    output: { file: `${out}/${name}.d.ts`, paths: (id) => (client.test(id) ? "./statehouse.js" : id) },
    external,
    plugins: [dts({ tsconfig: "tsconfig.browser.json" })],
  };
}

export default [
  declarations("statehouse", "client/statehouse.ts", []),
  declarations("cbor", "client/cbor.ts", [client]),
  declarations("react", "react/react.ts", [client, /^react$/]),
];
