"""What the tests of the Python side share."""

import textwrap

import pytest
from pepbench_runner.cell import prepare


@pytest.fixture
def write_workload(tmp_path):
    """Returns a function that writes a workload's source to a file and returns its path."""

    def write(source, name="mine.py"):
        path = tmp_path / name
        path.write_text(textwrap.dedent(source), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def prepared(write_workload):
    """Returns a function that prepares a cell of a workload's source; all cells are closed after the test."""
    cells = []

    def make(
        source,
        mode="linear",
        workers=2,
        *,
        start_method="fork",
        import_from=(),
        resources=None,
        gc=True,
        **parameters,
    ):
        cell = {
            "workload": write_workload(source),
            "mode": mode,
            "workers": workers,
            "start_method": start_method,
            "import_from": list(import_from),
            "parameters": parameters,
        }
        cells.append(prepare({"cell": cell, "resources": resources or {}, "gc": gc}))
        return cells[-1]

    yield make
    for cell in cells:
        cell.close()
