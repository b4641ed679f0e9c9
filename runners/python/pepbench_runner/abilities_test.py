"""Tests of what a workload may need: tried out, and told apart from the workload's own failures."""

import socket

import pytest

from pepbench_runner import abilities
from pepbench_runner.abilities import ensure_able
from pepbench_runner.errors import CellFailure, Unsupported

FETCHES = """
NEEDS = ("network",)
def run():
    import socket
    socket.create_connection(("127.0.0.1", 9), 1)
"""


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    monkeypatch.setattr(abilities, "_proven", set())


def test_the_network_is_there():
    ensure_able(["network"])


def test_an_ability_is_tried_once(monkeypatch):
    tried = []
    monkeypatch.setitem(abilities.ABILITIES, "network", lambda: tried.append(1))
    ensure_able(["network"])
    ensure_able(["network"])
    assert len(tried) == 1


def test_a_cell_whose_workload_needs_what_is_not_there(monkeypatch, prepared):
    def connect(*_):
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unsupported, match="there is no network to be had here: TimeoutError: timed out"):
        prepared(FETCHES)
    prepared("def run(): pass\n")


def test_bytes_that_do_not_arrive(monkeypatch):
    monkeypatch.setattr(socket.socket, "recv", lambda *_: b"")
    with pytest.raises(Unsupported, match="ConnectionError: what was sent did not arrive"):
        ensure_able(["network"])


def test_a_connection_that_is_refused_is_a_failure(prepared):
    cell = prepared(FETCHES)
    cell.execute()
    with pytest.raises(CellFailure, match="ConnectionRefusedError"):
        cell.check(1)


@pytest.mark.parametrize("needs", ["('sound',)", "([],)", "'network'", "5"])
def test_needs_that_nobody_knows(prepared, needs):
    with pytest.raises(CellFailure, match=r"NEEDS is .*, not a tuple or list of: network"):
        prepared(f"NEEDS = {needs}\ndef run(): pass\n")
