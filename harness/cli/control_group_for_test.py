"""A control group with limits for a test's processes, by whichever version of the interface there is."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

TOP = Path("/sys/fs/cgroup")


@contextmanager
def control_group(controller, version_1, version_2):
    """Yield what a process calls to enter it; limits are texts by file. Skips where none can be made."""
    old = TOP / controller
    parent, limits = (old, version_1) if (old / "cgroup.procs").exists() else (TOP, version_2)
    try:
        folder = Path(tempfile.mkdtemp(dir=parent))
    except OSError as error:
        pytest.skip(f"no control group of {controller} can be made here: {error}")
    try:
        for name, limit in limits.items():
            (folder / name).write_text(limit)
    except OSError as error:
        folder.rmdir()
        pytest.skip(f"a control group of {controller} cannot be limited here: {error}")
    yield lambda: (folder / "cgroup.procs").write_text(str(os.getpid()))
    folder.rmdir()
