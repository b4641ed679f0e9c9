"""Result files that are none, and pages that cannot be had."""

import copy
import http.server
import json
import os
import resource
import signal
import socket
import threading

import pytest

from harness.cli.driver_for_test import first_configuration

FOREIGN = [
    (b"", "is not a pepbench result file"),
    (b"\x00\xff\x1b[31m", "is not a pepbench result file"),
    (b"null", "it has no 'pepbench' section, so pepbench did not write it"),
    (b"[]", "it has no 'pepbench' section"),
    (b'{"context": {}, "benchmarks": []}', "it has no 'pepbench' section"),
    (b'{"pepbench": {}}', "is not a pepbench result file"),
    (b'{"pepbench": {"format": 2}}', "it is of format 2, this pepbench reads format 1"),
    (b"[" * 100_000, "is not a"),
]

# What is changed in a valid document: the path to a value, the value in its place, what is said.
DAMAGE = [
    (["benchmarks", 0, "real_time"], float("nan"), "is not a pepbench result file"),
    (["benchmarks", 0, "real_time"], -1, "a sample's row has a 'real_time' of -1"),
    (["benchmarks", 0, "real_time"], 0, "a sample's row has a 'real_time' of 0"),
    (["benchmarks", 0, "real_time"], "fast", "a sample's row has a 'real_time' of the wrong type"),
    (["benchmarks", 0, "time_unit"], "weeks", "a sample's row has an unknown 'time_unit'"),
    (["benchmarks", 0, "workers"], 0, "a sample's row has 0 workers"),
    (["benchmarks", 0, "workers"], 10**12, "a sample's row has a 'workers'"),
    (["benchmarks", 0, "process_run"], 77, "names process run 77, which is not listed"),
    (["benchmarks", 0], 3, "a sample's row is not an object"),
    (["benchmarks"], {}, "its 'benchmarks' is not a list"),
    (["pepbench", "machine"], 3, "its 'machine' is of the wrong type"),
    (["pepbench", "profile"], 3, "its 'profile' is of the wrong type"),
    (["pepbench", "outcome"], 3, "its 'outcome' is of the wrong type"),
    (["pepbench", "stopped_by"], [], "its 'stopped_by' is of the wrong type"),
    (["pepbench", "resumed"], {}, "its 'resumed' is of the wrong type"),
    (["pepbench", "resumed"], [3], "its 'resumed' has an entry that tells of no resumption"),
    (["pepbench", "settings", "workloads"], 3, "its 'workloads' is of the wrong type"),
    (["pepbench", "workloads", "empty"], 3, "its 'empty' is of the wrong type"),
    (["pepbench", "configurations", "other"], None, "its 'other' is of the wrong type"),
    (["pepbench", "process_runs"], [3], "a process run's entry is not an object"),
    (["pepbench", "failures"], [{}], "a failure's entry has no 'workload'"),
]


@pytest.mark.parametrize(("content", "said"), FOREIGN)
def test_show_of_a_foreign_file(driver, content, said):
    (driver.folder / "file.json").write_bytes(content)
    sentence = driver("show", "file.json").refused()
    assert "file.json" in sentence
    assert said in sentence
    assert "\x1b" not in sentence


@pytest.mark.parametrize(("path", "value", "said"), DAMAGE)
def test_show_of_a_damaged_file(driver, whole_run, path, value, said):
    document = copy.deepcopy(whole_run[2])
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    driver.file("file.json", document)
    sentence = driver("show", "file.json").refused()
    assert "file.json" in sentence
    assert said in sentence


def test_show_of_a_truncated_file(driver, whole_run):
    text = json.dumps(whole_run[2])
    for length in (1, len(text) // 2, len(text) - 1):
        driver.file("file.json", text[:length])
        assert "is not a pepbench result file" in driver("show", "file.json").refused()


def test_show_of_a_file_without_samples(driver, whole_run):
    document = copy.deepcopy(whole_run[2])
    document["benchmarks"] = []
    driver.file("file.json", document)
    assert "file.json holds no sample" in driver("show", "file.json").refused(4)


def test_show_prints_no_escape_sequences(driver, whole_run):
    document = copy.deepcopy(whole_run[2])
    for row in document["benchmarks"]:
        row["configuration"] += "\x1b[31m"
    document["pepbench"]["workloads"]["empty"]["shows"] = "\x1b[2J"
    driver.file("file.json", document)
    shown = driver("show", "file.json")
    assert shown.code == 0
    assert "?[31m" in shown.out
    assert "\x1b" not in shown.out


@pytest.mark.parametrize("file", ["nowhere.json", ".", "/proc/self/mem"])
def test_show_of_what_cannot_be_read(driver, file):
    assert file in driver("show", file).refused()


URL = ["--workload", "url_fetch", "--mode", "linear", "--workers", "1", "--samples", "1", "--test-parameters"]


@pytest.fixture
def server():
    """A server that answers 200 or, below /broken, 500; its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(500 if self.path.startswith("/broken") else 200)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made.server_address[1]
        made.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/page", "http://127.0.0.1:1/page cannot be fetched"),
        ("https://127.0.0.1/", "give one that begins with http://"),
        ("127.0.0.1:80", "give one that begins with http://"),
        ("http://", "give one that begins with http://"),
        ("http:///page", "http:///page"),
        ("http://127.0.0.1:port/", "http://127.0.0.1:port/"),
        ("http://127.0.0.1:99999/", "http://127.0.0.1:99999/"),
    ],
)
def test_url_that_cannot_be_fetched(driver, url, said):
    arguments = [*URL, "--configuration", first_configuration(), "--output", "result.json", "--url", url]
    assert said in driver("run", *arguments).refused()
    assert not list(driver.folder.glob("result*"))


def test_url_that_answers_500(driver, server):
    url = f"http://127.0.0.1:{server}/broken"
    arguments = [*URL, "--configuration", first_configuration(), "--output", "result.json", "--url", url]
    assert f"{url} answered 500 instead of 200" in driver("run", *arguments).refused()
    assert not list(driver.folder.glob("result*"))


def test_url_of_a_server_of_ones_own(driver, server):
    url = f"http://127.0.0.1:{server}/page"
    arguments = [*URL, "--configuration", first_configuration(), "--url", url]
    # Proxies stand between us and the server, so they are not asked.
    driver.environment["http_proxy"] = "http://127.0.0.1:1"
    _, document = driver.measured(*arguments)
    page = {"url": url, "page_bytes": 5, "page_crc32": 907060870, "own_server": False, "latency_ms": 0}
    assert document["pepbench"]["url"] == page
    assert [row["answers"] for row in document["benchmarks"]] == [[3]]


def test_port_in_use(driver):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        arguments = [
            *URL,
            "--configuration",
            first_configuration(),
            "--output",
            "result.json",
            "--url-port",
            port,
        ]
        assert str(port) in driver("run", *arguments).refused()
    assert not list(driver.folder.glob("result*"))


def no_file_beyond_32_kib():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (32 << 10, 32 << 10))


def test_a_full_disk_loses_no_sample(driver):
    arguments = ["--workload", "empty", "--mode", "linear", "--configuration", first_configuration()]
    process = driver.start(
        "run",
        *(*arguments, "--samples", 600, "--output", "result.json"),
        preexec_fn=no_file_beyond_32_kib,
        restore_signals=False,
    )
    _, err = process.communicate()
    assert process.returncode == 2
    said = err.splitlines()[-1]
    assert said.startswith("pepbench: cannot write result.json.journal: ")
    assert "what was measured before is in it" in said
    assert not (driver.folder / "result.json").exists()
    assert len([line for line in driver.journal() if line["type"] == "sample"]) > 10
    assert os.stat(driver.folder / "result.json.journal").st_size <= 32 << 10  # noqa: PTH116
