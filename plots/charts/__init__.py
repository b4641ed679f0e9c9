"""The kinds of charts, one a file; a file added here is drawn without being named anywhere else.

Each has `NAME`, which begins its files' names, `DRAWS`, the class of what it draws (a run's `Results` or a
`Gate`), and `draw`, which takes one and yields pairs of a part (the name of a workload, say, or '' if there
is one figure only) and the figure for it.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from plots.gate_model import Gate
from plots.model import Results


def every() -> list[ModuleType]:
    """All kinds of charts, in the order of their files' names."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if not module.name.endswith("_test")
    )
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


def of(contents: Results | Gate) -> list[ModuleType]:
    """Those that draw such a file."""
    return [kind for kind in every() if isinstance(contents, kind.DRAWS)]
