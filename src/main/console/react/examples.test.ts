import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const CONSOLE = fileURLToPath(new URL("..", import.meta.url));
const PAGE = readFileSync(new URL("../../../doc/client.md", import.meta.url), "utf8");

/** What the examples of a page import, and where it is here. */
const MODULES: Readonly<Record<string, string>> = {
  "./statehouse.js": `${CONSOLE}client/statehouse.ts`,
  "./react.js": `${CONSOLE}react/react.ts`,
  "./models.js": `${CONSOLE}testkit/models.ts`,
};

/** The examples in one language, one after the other. */
function examples(page: string, language: string): string {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))]
    .map(([, code]) => code)
    .join("\n");
}

/** What the compiler, in strict mode, has against a program. */
function faults(name: string, code: string): string[] {
  const file = `${CONSOLE}${name}`;
  const config = ts.readConfigFile(`${CONSOLE}tsconfig.json`, (path) => readFileSync(path, "utf8"));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, CONSOLE);
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (path) => path === file || fileExists(path);
  host.getSourceFile = (path, ...more) =>
    path === file ? ts.createSourceFile(path, code, ts.ScriptTarget.ES2022) : getSourceFile(path, ...more);
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => {
      const own = containing === file ? MODULES[text] : undefined;
      return own === undefined
        ? ts.resolveModuleName(text, containing, options, host)
        : { resolvedModule: { resolvedFileName: own, extension: ts.Extension.Ts } };
    });
  const program = ts.createProgram([file], { ...options, noUnusedLocals: false }, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

test("the examples of src/doc/client.md compile", () => {
  const plain = examples(PAGE, "ts");
  expect(plain).toContain("connect<Models>");
  expect(faults("examples.ts", plain)).toEqual([]);
  expect(faults("examples.tsx", examples(PAGE, "tsx"))).toEqual([]);
}, 60_000);

test("an example that is wrong does not compile", () => {
  const wrong = examples(PAGE, "ts")
    .replace("track.milliseconds", "track.seconds")
    .replace('create("artist"', 'create("artists"');
  expect(faults("examples.ts", wrong)).toEqual([
    expect.stringContaining("'seconds' does not exist"),
    expect.stringContaining('"artists"'),
  ]);
}, 60_000);
