"""Every workload in the modes, with its test parameters and its right answer; PEP 371's under faults too."""

import os
import subprocess
import sys
import zlib
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from pepbench_runner.cell import CellFailure, prepare
from pepbench_runner.loading import load

HERE = Path(__file__).parent
PEP_371 = HERE / "pep371"
NAMES = ["empty", "fibonacci", "primes", "file_io", "url_fetch", "queue"]
JIT_NAMES = sorted(path.stem for path in (HERE / "jit").glob("*.py"))
WORKERS = 3

PAGE = b"<html><body><h1>404 - not found</h1></body></html>\n" * 20

# In a process of its own: a runner forks, which a process with a server thread should not.
SERVER = f"""
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    connections = []
    def setup(self):
        self.connections.append(self.client_address)
        super().setup()
    def do_GET(self):
        status, page = {{
            "/": (200, {PAGE!r}),
            "/wrong": (200, {PAGE[1:]!r}),
            "/altered": (200, {PAGE[::-1]!r}),
            "/connections": (200, str(len(self.connections)).encode()),
        }}.get(self.path, (500, b"broken"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(page) + (self.path == "/short")))
        self.end_headers()
        self.wfile.write(page)
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


@pytest.fixture(scope="session")
def server():
    """The address of a web server, without a slash at its end."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as process:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


@pytest.fixture
def resources(server, tmp_path):
    """What the driver hands to workloads."""
    return {
        "scratch": str(tmp_path),
        "url": server + "/",
        "page_bytes": len(PAGE),
        "page_crc32": zlib.crc32(PAGE),
    }


def path_of(name):
    """The file of the workload; no name is in two suites."""
    (path,) = HERE.glob(f"*/{name}.py")
    return str(path)


def make(name, mode, resources, *, start_method="fork", workers=WORKERS, **changed):
    """A cell of the named workload with its test parameters."""
    path = path_of(name)
    parameters = {**load(path).module.TEST_PARAMETERS, **changed}
    cell = {"workload": path, "mode": mode, "workers": workers, "start_method": start_method}
    return prepare({"cell": {**cell, "parameters": parameters}, "resources": resources})


def answers(cell):
    """Execute the cell once, and return its checked answers."""
    try:
        cell.execute()
        return cell.check(1)
    finally:
        cell.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("mode", "start_method"),
    [
        ("linear", "fork"),
        ("threaded", "fork"),
        ("process", "fork"),
        ("process", "forkserver"),
        ("process", "spawn"),
    ],
)
def test_right_answer(name, mode, start_method, resources):
    cell = make(name, mode, resources, start_method=start_method)
    assert cell.expected is not None
    assert answers(cell) == cell.expected
    assert len(cell.expected) == WORKERS


# Their code uses nothing that depends on the start method, so one that begins with nothing is enough.
@pytest.mark.parametrize("name", JIT_NAMES)
@pytest.mark.parametrize(
    ("mode", "start_method"), [("linear", "fork"), ("threaded", "fork"), ("process", "spawn")]
)
def test_right_answer_of_the_jit_suite(name, mode, start_method):
    cell = make(name, mode, {}, start_method=start_method)
    assert cell.expected is not None
    assert answers(cell) == cell.expected


@pytest.mark.parametrize("name", [name for name in NAMES + JIT_NAMES if name != "url_fetch"])
def test_right_answer_with_the_default_values(name, resources):
    cell = make(name, "linear", resources, workers=1, **load(path_of(name)).parameters)
    assert answers(cell) == cell.expected


@pytest.mark.parametrize("name", NAMES + JIT_NAMES)
def test_form(name):
    workload = load(path_of(name))
    assert workload.shows.endswith(".")
    assert ". " not in workload.shows
    assert set(workload.module.TEST_PARAMETERS) == set(workload.parameters)
    for parameter, value in workload.parameters.items():
        assert type(value) is type(workload.module.TEST_PARAMETERS[parameter])
        assert workload.module.TEST_PARAMETERS[parameter] < value


def test_parameters_are_those_of_the_pep():
    parameters = {name: load(str(PEP_371 / f"{name}.py")).parameters for name in NAMES}
    assert parameters["fibonacci"] == {"count": 50_000}
    assert parameters["primes"] == {"limit": 100_000}
    assert parameters["url_fetch"] == {"fetches": 100}
    assert parameters["queue"] == {"items": 1000}


def test_every_workload_is_in_a_table_of_the_readme():
    text = (HERE / "README.md").read_text(encoding="utf-8")
    for name in NAMES + JIT_NAMES:
        assert f"\n| `{name}` |" in text, name


@pytest.mark.parametrize(("number", "answer"), [(1, 199_999), (2, 500)])
def test_examples_of_the_readme(tmp_path, number, answer):
    text = (HERE / "README.md").read_text(encoding="utf-8")
    example = tmp_path / "example.py"
    example.write_text(text.split("```python\n")[number].split("```")[0], encoding="utf-8")
    cell = prepare({"cell": {"workload": str(example), "mode": "threaded", "workers": 2}})
    assert answers(cell) == [answer] * 2


def test_empty_is_called_without_anything_between(resources):
    workload = load(str(PEP_371 / "empty.py"))
    assert workload.call({}, {}, 0) is workload.module.run


def test_url_fetch_opens_a_connection_for_each_fetch(server, resources):
    def seen():
        with build_opener(ProxyHandler({})).open(f"{server}/connections") as response:
            return int(response.read())

    before = seen()
    cell = make("url_fetch", "linear", resources, workers=1, fetches=5)
    cell.execute()
    cell.check(1)
    cell.close()
    assert seen() == before + 5 + 1


def test_url_fetch_ignores_proxies_of_the_environment(resources, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert answers(make("url_fetch", "linear", resources)) == [3] * WORKERS


@pytest.mark.parametrize("mode", ["linear", "threaded", "process"])
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/broken", r"raised RuntimeError: http://127.0.0.1:\d+/broken answered 500 Internal Server Error"),
        ("/short", r"raised RuntimeError: http://127.0.0.1:\d+/short"),
        ("/wrong", "handed back 0, not 3"),
        ("/altered", "handed back 0, not 3"),
    ],
)
def test_url_fetch_from_a_server_that_answers_wrongly(server, resources, mode, page, said):
    cell = make("url_fetch", mode, {**resources, "url": server + page})
    with pytest.raises(CellFailure, match=said):
        answers(cell)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:9/", "http://127.0.0.1:9/ could not be fetched: .*Connection refused"),
        ("nonsense", "nonsense could not be fetched: unknown url type"),
        ("http://host.invalid/", "http://host.invalid/ could not be fetched: "),
    ],
)
def test_url_fetch_from_nobody(resources, url, said):
    with pytest.raises(CellFailure, match=said):
        answers(make("url_fetch", "linear", {**resources, "url": url}))


@pytest.mark.parametrize(
    ("name", "missing"),
    [("url_fetch", "url"), ("file_io", "scratch")],
)
def test_missing_resource(resources, name, missing):
    del resources[missing]
    with pytest.raises(CellFailure, match=rf"the set-up of {name} failed: .*{missing}"):
        make(name, "linear", resources)


def test_url_fetch_by_hand_needs_the_url_alone(resources):
    by_hand = {name: resources[name] for name in ("scratch", "url")}
    assert answers(make("url_fetch", "linear", by_hand)) == [3] * WORKERS


def test_file_io_keeps_its_text_and_repairs_it(resources, tmp_path):
    text = tmp_path / "lorem.txt"
    make("file_io", "linear", resources).close()
    first = text.stat()
    make("file_io", "linear", resources).close()
    assert (text.stat().st_ino, text.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    whole = text.read_bytes()
    for damaged in (whole[:-1], whole.replace(b"lorem", b"Lorem", 1), b""):
        text.write_bytes(damaged)
        make("file_io", "linear", resources).close()
        assert text.read_bytes() == whole
    assert os.listdir(tmp_path) == ["lorem.txt"]  # noqa: PTH208


def test_file_io_needs_room_after_a_seek(resources):
    with pytest.raises(CellFailure, match="5000 lines may be more than the text has after a seek"):
        make("file_io", "linear", resources, lines=5000)
