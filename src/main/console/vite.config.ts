import { defineConfig } from "vitest/config";

/** The modules that the server has at /client: one file each, without names that change with their content. */
export default defineConfig({
  build: {
    outDir: process.env.CONSOLE_OUT ?? "../../../target/console/webapp/client",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: true,
    minify: false,
    lib: {
      entry: { statehouse: "client/statehouse.ts", cbor: "client/cbor.ts", react: "react/react.ts" },
      formats: ["es"],
    },
    rolldownOptions: {
      external: [/^react(\/|$)/],
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
    },
  },
  test: {
    include: ["{client,react}/**/*.test.{ts,tsx}"],
    testTimeout: 60_000,
  },
});
