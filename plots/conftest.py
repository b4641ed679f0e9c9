"""Shared by the tests: our drawing settings, and result files from synthetic documents."""

import pytest

from plots import result_file, style, testing


@pytest.fixture(autouse=True)
def paper():
    with style.paper():
        yield


@pytest.fixture
def read(tmp_path):
    """Reads a synthetic document back through a file, as the charts do."""

    def write_and_read(document, name="run.json"):
        return result_file.read(testing.write(document, tmp_path / name))

    return write_and_read
