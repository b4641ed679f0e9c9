"""The known answers against plain counting, and the work against what the PEP and its programs say it is."""

import multiprocessing.queues
import random
import sys
from pathlib import Path

import pytest
from pepbench_runner.loading import load

HERE = Path(__file__).parent / "pep371"


def module(name):
    return load(str(HERE / f"{name}.py")).module


def test_fibonacci():
    fibonacci = module("fibonacci")
    assert [fibonacci.run(count) for count in range(10)] == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
    for count in [*range(40), 371, 1000]:
        assert fibonacci.run(count) == fibonacci.expected(count)
    assert fibonacci.expected(50_000) == 544_942_611


def test_primes():
    primes = module("primes")
    found = [number for number in range(-2, 60) if primes.isprime(number)]
    assert found == [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59]
    for limit in [*range(130), 1000]:
        plain = sum(n for n in range(2, limit) if all(n % divisor for divisor in range(2, n)))
        assert primes.run(limit) == primes.expected(limit) == plain, limit


def test_primes_below_the_limit_of_the_pep(monkeypatch):
    primes = module("primes")
    assert primes.expected(100_000) == 454_396_537
    monkeypatch.setattr(primes, "KNOWN_SUMS", {})
    assert primes.expected(100_000) == 454_396_537


@pytest.mark.parametrize("number", [4, 9, 25, 26, 27, 97, 101, 121, 9973])
def test_primes_divides_by_every_integer_up_to_the_root(number):
    """The number of divisions is what the PEP's times prove (README), so it must not become cleverer."""

    class Counted(int):
        divisors = ()

        def __mod__(self, divisor):
            Counted.divisors += (divisor,)
            return int(self) % divisor

    primes = module("primes")
    prime = primes.isprime(Counted(number))
    root = next(candidate for candidate in range(number) if candidate * candidate >= number)
    last = root if prime else next(divisor for divisor in range(2, number) if number % divisor == 0)
    assert Counted.divisors == tuple(range(2, last + 1))


def test_queue():
    queue = module("queue")
    for items in (0, 1, 2, 10, 1000):
        assert queue.expected(items) == sum(range(items))
        assert queue.run(items, queue.queue.Queue) == sum(range(items))


@pytest.mark.parametrize("start_method", ["fork", "forkserver", "spawn"])
def test_queue_is_that_of_the_mode(start_method):
    queue = module("queue")
    for mode in ("linear", "threaded"):
        assert queue.setup({"mode": mode, "start_method": start_method})["make_queue"] is queue.queue.Queue
    make_queue = queue.setup({"mode": "process", "start_method": start_method})["make_queue"]
    assert queue.run(10, make_queue) == 45
    own = make_queue()
    assert isinstance(own, multiprocessing.queues.Queue)
    own.close()


def test_url_fetch_and_empty():
    assert module("url_fetch").expected(7) == 7
    assert module("empty").run() is module("empty").EXPECTED is None


@pytest.fixture(scope="module")
def text_path(tmp_path_factory):
    resources = {"scratch": str(tmp_path_factory.mktemp("text"))}
    return module("file_io").setup(resources, **{"lines": 1})["path"]


def test_file_io_text(text_path):
    file_io = module("file_io")
    text = Path(text_path).read_bytes()
    lines = text.splitlines(keepends=True)
    assert len(text) == file_io.SIZE
    assert text == file_io.lorem()
    assert max(map(len, lines)) == file_io.LONGEST_LINE
    assert all(line.endswith(b"\n") and 4 <= len(line.split()) <= 14 for line in lines)
    assert len(lines) == 8481


@pytest.mark.parametrize("worker", [0, 1, 7])
@pytest.mark.parametrize(("seeks", "lines"), [(0, 5), (1, 1), (50, 3), (1000, 64)])
def test_file_io(text_path, seeks, lines, worker):
    file_io = module("file_io")
    text = Path(text_path).read_bytes()
    generator = random.Random(file_io.SEED + 1 + worker)
    written = []
    for _ in range(seeks):
        offset = int(generator.random() * (len(text) - lines * file_io.LONGEST_LINE))
        written += text[offset:].split(b"\n", lines)[:lines]
    plain = [len(written), sum(map(len, written)) + len(written)]
    assert file_io.run(seeks, lines, text_path, worker) == plain
    assert file_io.expected(seeks, lines, text_path, worker) == plain


def test_file_io_never_meets_the_end(text_path, monkeypatch):
    """Even where every draw is as large as a draw can be."""
    file_io = module("file_io")

    class Largest:
        def __init__(self, seed):
            pass

        def random(self):
            return 1 - sys.float_info.epsilon / 2

    monkeypatch.setattr(file_io.random, "Random", Largest)
    for lines in (1, 64, 4000):
        answer = file_io.run(2, lines, text_path)
        assert answer == file_io.expected(2, lines, text_path, 0)
        assert answer[0] == 2 * lines
        assert answer[1] > 10 * lines


def test_file_io_workers_read_different_places(text_path):
    file_io = module("file_io")
    assert len({tuple(file_io.run(50, 3, text_path, worker)) for worker in range(8)}) == 8
