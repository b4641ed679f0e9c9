"""The workflows for users to copy: their shell parts run, with a real repository and a fake pepbench."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml

EXAMPLES = Path(__file__).parent / "examples"
GITHUB = EXAMPLES / "gate.github.yml"
GITLAB = EXAMPLES / "gate.gitlab.yml"
# What set-up builds: leaves its arguments, the commits that it finds, and the files that it is asked for.
FAKE_PEPBENCH = """#!/bin/bash
printf '%s\\n' "$@" >"$HOME/arguments"
while (($# > 0)); do
    case $1 in
    --base-ref | --head-ref) git rev-parse --verify --quiet "$2^{commit}" >>"$HOME/commits" || exit 2 ;;
    --markdown) echo "| a table |" >"$2" ;;
    --output | --junit) echo "a file" >"$2" ;;
    esac
    shift
done
exit "${GATE_CODE:-0}"
"""
FAKE_SETUP = f"""#!/bin/bash
[[ $* == --programs ]] || exit 2
mkdir -p "${{XDG_CACHE_HOME:-$HOME/.cache}}/pepbench"
touch "${{XDG_CACHE_HOME:-$HOME/.cache}}/pepbench/module.py"
folder=$(dirname "$0")/../build/bin
mkdir -p "$folder"
cat >"$folder/pepbench" <<'END'
{FAKE_PEPBENCH}END
chmod +x "$folder/pepbench"
"""


def git(folder, *arguments):
    identity = ["-c", "user.name=n", "-c", "user.email=e"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder, name, text, mode=0o644):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(mode)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", name)
    return git(folder, "rev-parse", "HEAD")


class Machine:
    """What a service checks out and runs scripts on: a topic, or what GitHub merged of it into main."""

    def __init__(self, top, merged=False):
        self.top = top
        self.checkout = top / "checkout"
        origin = top / "origin"
        pepbench = top / "pepbench"
        for folder in (origin, pepbench):
            folder.mkdir()
            git(folder, "init", "--quiet", "--initial-branch", "main")
        commit(pepbench, "ci/setup.sh", FAKE_SETUP, mode=0o755)
        self.base = commit(origin, "bench/parse.py", "def run(): pass\n")
        git(origin, "checkout", "--quiet", "-b", "topic")
        self.head = commit(origin, "bench/parse.py", "def run(): return 1\n")
        if merged:
            self.head = self.merge(origin)
        # As the services do: a shallow clone is one of an address alone.
        depth = ["--depth", str(self.depth())] if merged else []
        git(top, "clone", "--quiet", *depth, origin.as_uri(), str(self.checkout))
        programs = top / "programs"
        programs.mkdir()
        (programs / "apt-get").symlink_to("/bin/true")
        self.environment = {
            "HOME": str(top),
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PEPBENCH": str(pepbench),
        }

    def merge(self, origin):
        """Merge as GitHub does, into what main was then, which is the new base; main goes on."""
        git(origin, "checkout", "--quiet", "main")
        self.base = commit(origin, "others.py", "# somebody else's, before the merge\n")
        git(origin, "checkout", "--quiet", "-b", "merged")
        git(origin, "merge", "--quiet", "--no-ff", "--message", "merged", "topic")
        merged = git(origin, "rev-parse", "HEAD")
        git(origin, "checkout", "--quiet", "main")
        commit(origin, "others.py", "# somebody else's, after the merge\n")
        git(origin, "checkout", "--quiet", "merged")
        return merged

    @staticmethod
    def depth():
        """Of the clone, as the workflow asks for it."""
        steps = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))["jobs"]["gate"]["steps"]
        (checkout,) = [step for step in steps if "actions/checkout" in step.get("uses", "")]
        return checkout["with"]["fetch-depth"]

    def run(self, script, **variables):
        """Exit code of a script in the checkout; as on the services, the first command that fails ends it."""
        # The scripts put pepbench into a place of the container.
        script = script.replace("/opt/pepbench", str(self.top / "opt"))
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        environment = {**self.environment, **variables}
        return subprocess.run(command, cwd=self.checkout, env=environment, check=False).returncode

    def arguments(self):
        """Of the gate, by option."""
        words = (self.top / "arguments").read_text().splitlines()
        assert words.pop(0) == "gate"
        return dict(zip(words[::2], words[1::2]))

    def commits(self):
        return (self.top / "commits").read_text().split()


def gate_on_github(machine, **variables):
    """Run the steps of the workflow; return the exit code of the first that fails, and the summary."""
    workflow = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))
    files = {name: machine.top / name for name in ("GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
    code = 0
    for step in workflow["jobs"]["gate"]["steps"]:
        if "run" not in step or code != 0:
            continue
        environment = {
            **workflow["env"],
            **step.get("env", {}),
            **machine.environment,
            **{name: str(file) for name, file in files.items()},
            "GITHUB_WORKSPACE": str(machine.checkout),
            **variables,
        }
        if files["GITHUB_PATH"].exists():
            added = files["GITHUB_PATH"].read_text().split()
            environment["PATH"] = ":".join([*added, environment["PATH"]])
        code = machine.run(step["run"], **environment)
    summary = files["GITHUB_STEP_SUMMARY"]
    return code, summary.read_text() if summary.exists() else ""


def gate_on_gitlab(machine, **variables):
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["performance gate"]
    environment = {
        "WORKLOAD": job["variables"]["WORKLOAD"],
        "CI_PROJECT_DIR": str(machine.checkout),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": machine.base,
        "XDG_CACHE_HOME": job["variables"]["XDG_CACHE_HOME"].replace(
            "$CI_PROJECT_DIR", str(machine.checkout)
        ),
    }
    return machine.run("\n".join(job["before_script"] + job["script"]), **environment, **variables)


@pytest.mark.parametrize("code", [0, 1, 3])
def test_github(tmp_path, code):
    """The base is what the request was merged into, not what its branch is by now."""
    machine = Machine(tmp_path, merged=True)
    assert gate_on_github(machine, GATE_CODE=str(code)) == (code, "| a table |\n")
    assert machine.commits() == [machine.base, machine.head]
    assert machine.arguments() == {
        "--base-ref": "HEAD^1",
        "--head-ref": "HEAD",
        "--workload": "bench/parse.py",
        "--output": "gate.json",
        "--markdown": "gate.md",
        "--junit": "gate.xml",
    }


@pytest.mark.parametrize("code", [0, 1])
def test_gitlab(tmp_path, code):
    machine = Machine(tmp_path)
    assert gate_on_gitlab(machine, GATE_CODE=str(code)) == code
    assert machine.commits() == [machine.base, machine.head]
    assert machine.arguments()["--base-ref"] == machine.base
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["performance gate"]
    for file in [*job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]]:
        assert (machine.checkout / file).exists()


def test_the_cache_is_no_file_of_the_repository(tmp_path):
    machine = Machine(tmp_path)
    assert gate_on_gitlab(machine) == 0
    assert (machine.checkout / ".cache" / "pepbench" / "module.py").exists()
    untracked = git(machine.checkout, "status", "--porcelain", "--untracked-files=all")
    assert ".cache" not in untracked
    assert "gate.json" in untracked


def test_a_gate_that_ends_without_a_table(tmp_path):
    machine = Machine(tmp_path, merged=True)
    git(machine.checkout, "fetch", "--quiet", "--depth", "1", "origin", "merged")  # without its parents
    assert gate_on_github(machine) == (2, "")


def test_no_expression_is_pasted_into_a_script():
    workflow = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))
    for step in workflow["jobs"]["gate"]["steps"]:
        assert len({"run", "uses"} & set(step)) == 1
        assert "${{" not in step.get("run", "")


def test_results_are_kept_whatever_the_verdict():
    steps = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))["jobs"]["gate"]["steps"]
    (upload,) = [step for step in steps if "upload-artifact" in step.get("uses", "")]
    assert upload["if"] == "always()"
    assert upload["with"]["path"].split() == ["gate.json", "gate.md", "gate.xml"]
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["performance gate"]
    assert job["artifacts"]["when"] == "always"


def actionlint(workflow):
    """What it says of a workflow; skips where it cannot be fetched."""
    command = [EXAMPLES.parent / "actionlint" / "run.sh", workflow]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    if "actionlint checked nothing" in ended.stderr:
        pytest.skip(ended.stderr)
    return ended


def test_actionlint_finds_nothing_in_the_workflow():
    found = actionlint(GITHUB)
    assert found.returncode == 0, found.stderr


def test_actionlint_finds_what_is_wrong_with_a_workflow(tmp_path):
    broken = tmp_path / "broken.yml"
    broken.write_text(GITHUB.read_text(encoding="utf-8").replace("runs-on:", "run-on:"), encoding="utf-8")
    found = actionlint(broken)
    assert found.returncode == 1
    assert f"{broken}:" in found.stderr
    assert '"run-on"' in found.stderr
