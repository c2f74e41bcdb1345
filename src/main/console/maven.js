/**
 * What Maven runs: `node maven.js build` and `node maven.js check`. Nothing is done again whose inputs are as they were.
 * It needs Node with npm, and takes packages from npm's registry only.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const HERE = import.meta.dirname;
const TARGET = join(HERE, "../../../target/console");
const OUT = join(TARGET, "webapp/client");
const PAGES = ["protocol.md", "client.md"].map((name) => join(HERE, "../../doc", name));

function fail(message) {
  console.error(`\nThe console cannot be built: ${message}\n`);
  process.exit(1);
}

/** Runs npm, and ends when it fails. */
function npm(what, ...args) {
  const { status, error } = spawnSync("npm", args, {
    cwd: HERE,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error?.code === "ENOENT") {
    fail("there is no npm on the PATH. It comes with Node: https://nodejs.org");
  }
  if (status !== 0) {
    fail(`${what} failed; what is wrong stands above`);
  }
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .flatMap((one) => (one.isDirectory() ? files(join(folder, one.name)) : [join(folder, one.name)]));
}

/** One text for the content of these files. */
function digest(paths) {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths.sort()) {
    hash.update(`\0${relative(HERE, path)}\0`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/** Does what has not been done since its inputs changed, or whose outputs are gone. */
function once(stamp, paths, outputs, run) {
  const now = digest(paths);
  if (outputs.every(existsSync) && existsSync(stamp) && readFileSync(stamp, "utf8") === now) {
    return;
  }
  run();
  mkdirSync(join(stamp, ".."), { recursive: true });
  writeFileSync(stamp, now);
}

function install() {
  const lock = ["package.json", "package-lock.json"].map((name) => join(HERE, name));
  const modules = join(HERE, "node_modules");
  once(join(modules, ".statehouse-installed"), lock, [modules], () =>
    npm(
      "the installation of packages",
      "ci",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
    ),
  );
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`it needs Node 20.19 or later, and this is ${process.version}`);
}
const sources = files(HERE);
install();
switch (process.argv[2]) {
  case "build": {
    const modules = ["statehouse", "react", "cbor"].flatMap((name) => [
      join(OUT, `${name}.js`),
      join(OUT, `${name}.d.ts`),
    ]);
    once(join(TARGET, "built"), sources, modules, () => npm("the build", "run", "--silent", "build"));
    break;
  }
  case "check":
    once(join(TARGET, "linted"), sources, [], () =>
      npm("the check of the sources", "run", "--silent", "lint"),
    );
    once(join(TARGET, "tested"), [...sources, ...PAGES], [], () => npm("a test", "run", "--silent", "test"));
    break;
  default:
    fail('say "build" or "check"');
}
