// The runner for Pyodide: starts it in Node, shows it the host's files and has inside.py serve or measure.
//
//     node runner.mjs --pyodide FOLDER --protocol
//     node runner.mjs --pyodide FOLDER WORKLOAD.py --workers 2 --samples 5
//
// FOLDER is where `npm ci` installed what package.json beside this file names.

// Without "node:" and the like, so that a Node that is too old gets as far as being told.
import fs from "fs";
import path from "path";
import { fileURLToPath, pathToFileURL } from "url";

const EXIT_USAGE = 2;
const HERE = path.dirname(fileURLToPath(import.meta.url));

// Folders of the host that Pyodide has of its own: its devices, its processes, its standard library.
const NOT_SHOWN = ["dev", "proc", "lib"];

class Problem extends Error {}

function ensureNode() {
  const { engines } = JSON.parse(fs.readFileSync(path.join(HERE, "package.json"), "utf8"));
  const oldest = Number(engines.node.replace(">=", ""));
  if (Number(process.versions.node.split(".")[0]) < oldest) {
    throw new Problem(`Node ${process.versions.node} is too old; Node ${oldest} is the oldest that runs Pyodide`);
  }
}

// The folder of Pyodide, and the arguments that are for inside.py.
function parsed(given) {
  const at = given.indexOf("--pyodide");
  if (at < 0 || at + 1 === given.length) {
    throw new Problem("the folder where Pyodide is installed is missing: --pyodide FOLDER");
  }
  const rest = [...given.slice(0, at), ...given.slice(at + 2)];
  if (rest.length === 0) {
    throw new Problem("say --protocol, or the file of a workload to measure");
  }
  if (rest.includes("--protocol") && rest.length > 1) {
    throw new Problem(`nothing goes with --protocol but --pyodide FOLDER, so not: ${rest.join(" ")}`);
  }
  return { folder: path.resolve(given[at + 1]), rest };
}

async function started(folder) {
  const program = path.join(folder, "node_modules", "pyodide", "pyodide.mjs");
  if (!fs.existsSync(program)) {
    throw new Problem(`${folder} holds no Pyodide; \`pepbench interpreters install pyodide\` installs it`);
  }
  const { loadPyodide } = await import(pathToFileURL(program).href);
  // PYTHONHOME would be another interpreter's; a HOME that is empty is no folder to make.
  const { PYTHONHOME, HOME, ...env } = process.env;
  return loadPyodide({ env: HOME ? { HOME, ...env } : env });
}

// Has Pyodide see what any other interpreter sees, under the same paths.
function showHostFiles(FS) {
  const names = fs.readdirSync("/").filter((name) => !NOT_SHOWN.includes(name));
  for (const folder of [...names, "dev/shm"].map((name) => `/${name}`)) {
    if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      mount(FS, folder, fs.realpathSync(folder));
    }
  }
  FS.chdir(process.cwd());
}

// Gives Emscripten's /proc what pepbench_runner.usage reads there: the sizes of this process.
function showHostProcess(FS) {
  const host = `/proc/${process.pid}`;
  if (fs.existsSync(host)) {
    mount(FS, "/proc/host", host);
    for (const name of ["status", "smaps_rollup"]) {
      FS.symlink(`/proc/host/${name}`, `/proc/self/${name}`);
    }
  }
}

// Pyodide's own mountNodeFS refuses a folder that Emscripten has put something into, such as /home.
function mount(FS, folder, root) {
  FS.mkdirTree(folder);
  FS.mount(FS.filesystems.NODEFS, { root }, folder);
}

// Runs inside.py and returns the exit code that it ends with.
function run(pyodide, rest) {
  pyodide.registerJsModule("pepbench_host", {
    // CLOCK_MONOTONIC on Linux, in seconds.
    monotonic_seconds: () => Number(process.hrtime.bigint()) / 1e9,
    runners: path.dirname(HERE),
    arguments: rest,
    node_version: process.versions.node,
    pyodide_version: pyodide.version,
  });
  const inside = path.join(HERE, "inside.py");
  try {
    return pyodide.runPython(fs.readFileSync(inside, "utf8"), { filename: inside });
  } catch (error) {
    if (error.constructor.name === "Exit") {
      return error.status; // of os._exit
    }
    throw error;
  }
}

async function main() {
  // Standard output is the protocol's.
  console.log = console.error;
  ensureNode();
  const { folder, rest } = parsed(process.argv.slice(2));
  const pyodide = await started(folder);
  showHostFiles(pyodide.FS);
  showHostProcess(pyodide.FS);
  return run(pyodide, rest);
}

// What was thrown, in one line: the last of a Python error, which is a whole traceback, the first of any other.
function described(error) {
  const lines = (error instanceof Error ? String(error) : JSON.stringify(error)).trim().split("\n");
  return error.name === "PythonError" ? lines[lines.length - 1] : lines[0];
}

// Exits explicitly, since a socket that Python opened would keep Node waiting. An error that Node prints itself
// brings the line of the source with it, and Pyodide's has a million characters.
main().then(
  (code) => process.exit(code),
  (error) => {
    const text = error instanceof Problem ? error.message : `Pyodide ended with ${described(error)}`;
    fs.writeSync(2, `pepbench runner: ${text}\n`);
    process.exit(EXIT_USAGE);
  },
);
