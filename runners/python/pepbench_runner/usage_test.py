"""Tests of what the system tells about a process, and of a system that does not."""

import os
import subprocess
import sys

import pytest

from pepbench_runner import usage


def test_usage_grows_with_work_and_children():
    before = usage.read_usage()
    subprocess.run([sys.executable, "-S", "-c", "sum(range(10**6))"], check=True)
    cpu, voluntary, involuntary = (late - early for early, late in zip(before, usage.read_usage()))
    assert cpu > 0
    assert voluntary + involuntary > 0
    assert usage.children_peak_rss_bytes() > 10**6


def test_memory_of_this_process():
    memory = usage.Memory()
    before = memory.read()
    assert set(before) == {"rss_bytes", "pss_bytes", "peak_rss_bytes"}
    assert 10**6 < before["pss_bytes"] <= before["rss_bytes"] <= before["peak_rss_bytes"]
    kept = bytearray(os.urandom(1)) * (64 << 20)
    grown = memory.read()
    assert grown["rss_bytes"] - before["rss_bytes"] > len(kept) // 2
    del kept
    assert memory.peak_rss_bytes() >= grown["rss_bytes"] - 10**6


def test_a_system_that_tells_nothing(monkeypatch):
    monkeypatch.setattr(usage, "resource", None)
    monkeypatch.setattr(usage, "_STATUS", "/nowhere")
    monkeypatch.setattr(usage, "_ROLLUP", "/nowhere")
    assert usage.read_usage() is None
    assert usage.children_peak_rss_bytes() is None
    assert usage.Memory().read() is None
    assert usage.Memory().peak_rss_bytes() is None


def test_a_system_that_tells_no_peak(monkeypatch):
    monkeypatch.setattr(usage, "_STATUS", "/nowhere")
    assert usage.Memory().read() is None


def test_a_peak_that_lags_behind(monkeypatch, tmp_path):
    status = tmp_path / "status"
    status.write_text("VmHWM:\t4 kB\n", encoding="ascii")
    monkeypatch.setattr(usage, "_STATUS", str(status))
    found = usage.Memory().read()
    assert found["peak_rss_bytes"] == found["rss_bytes"]


def test_a_kernel_without_proportional_sizes(monkeypatch):
    monkeypatch.setattr(usage, "_ROLLUP", "/nowhere")
    found = usage.Memory().read()
    assert found["pss_bytes"] is None
    assert found["rss_bytes"] == pytest.approx(found["peak_rss_bytes"], rel=0.9)
