"""Loading a workload from its file, and giving its functions the arguments that they ask for.

A workload is loaded by path, never by name: `queue.py` must not meet the standard library's module, and a
spawned child must find the same file again.
"""

import os
import sys

from .abilities import ABILITIES
from .answers import plain
from .errors import CellFailure, describe

_VARKEYWORDS = 0x08  # inspect.CO_VARKEYWORDS

_loaded = {}


class Workload:
    """A workload's module with what pepbench needs to know about it.

    `path` is absolute, `name` the file's name without `.py`, `shows` one sentence (empty if the file has no
    docstring), `parameters` the defaults, `needs` names of `abilities`, `function` what does the work,
    `source` the file's bytes.
    """

    def __init__(self, path, module, source):
        self.path = path
        self.name = _stem(path)
        self.module = module
        self.source = source
        shows = (module.__doc__ or "").strip().partition("\n")[0]
        self.shows = shows.encode("utf-8", "replace").decode("utf-8")  # halves of characters fit no JSON
        self.parameters = getattr(module, "PARAMETERS", {})
        self.needs = getattr(module, "NEEDS", ())
        self.function = getattr(module, "run", None) or getattr(module, "function_to_run", None)
        if not callable(self.function):
            raise CellFailure(f"{path} is no workload: it has neither run() nor function_to_run()")
        if not isinstance(self.parameters, dict) or not all(
            isinstance(name, str) for name in self.parameters
        ):
            raise CellFailure(f"{path}: PARAMETERS is not a dict from names to values")
        known = list(ABILITIES)
        if not isinstance(self.needs, (tuple, list)) or not all(name in known for name in self.needs):
            raise CellFailure(f"{path}: NEEDS is {self.needs!r}, not a tuple or list of: {', '.join(known)}")
        for name, value in self.parameters.items():
            try:
                plain(value)
            except CellFailure as error:
                raise CellFailure(f"{path}: the parameter {name!r} is {error}") from None

    def merged(self, changed):
        """All parameters, those in `changed` with their values there. Raises CellFailure for any other."""
        unknown = [name for name in changed if name not in self.parameters]
        if unknown:
            known = ", ".join(self.parameters) or "none"
            raise CellFailure(f"{self.name} has no parameter {unknown[0]!r}; it has: {known}")
        return {**self.parameters, **changed}

    def set_up(self, resources, parameters):
        """Call the workload's `setup`, if there is one; return what it has for `run`. Raises CellFailure."""
        setup = getattr(self.module, "setup", None)
        if setup is None:
            return {}
        keywords = _arguments(setup, parameters, leading=1)
        try:
            given = setup(resources, **keywords)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise CellFailure(f"the set-up of {self.name} failed: {describe(error)}") from error
        given = {} if given is None else given
        if not isinstance(given, dict):
            raise CellFailure(f"setup() of {self.name} returned {type(given).__name__}, not a dict")
        for name in given:
            if name in parameters or name == "worker":
                raise CellFailure(f"setup() of {self.name} returned {name!r}, which is taken")
        return given

    def tear_down(self, parameters, given, *, failed=False):
        """Call the workload's `teardown`, if there is one, with those of the parameters and of what `setup`
        has given that it declares. Raises CellFailure, but not where the work has `failed` before: that is
        what is to be told.
        """
        teardown = getattr(self.module, "teardown", None)
        if teardown is None:
            return
        try:
            teardown(**_arguments(teardown, {**parameters, **given}))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if not failed:
                raise CellFailure(f"the teardown of {self.name} failed: {describe(error)}") from error

    def call(self, parameters, given, worker):
        """What one worker calls, without arguments: the workload's own function where that asks for none.

        Raises CellFailure when it asks for something that nobody offers.
        """
        keywords = _arguments(self.function, {**parameters, **given, "worker": worker})
        return _bind(self.function, keywords) if keywords else self.function

    def expected(self, parameters, given, workers):
        """The known answers, one a worker, or None where the workload has none. Raises CellFailure."""
        compute = getattr(self.module, "expected", None)
        if compute is None:
            return [self.module.EXPECTED] * workers if hasattr(self.module, "EXPECTED") else None
        numbers = range(workers) if "worker" in _declared(compute)[0] else range(1)
        offered = [_arguments(compute, {**parameters, **given, "worker": number}) for number in numbers]
        try:
            answers = [compute(**keywords) for keywords in offered]
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise CellFailure(f"the known answer of {self.name} cannot be had: {describe(error)}") from error
        return answers if len(answers) == workers else answers * workers

    def answer_depends_on_worker(self):
        """Whether the function is told its worker's number, so that answers of workers may differ."""
        return "worker" in _declared(self.function)[0]


def load(path, import_from=()):
    """Load the workload in the file `path`; the same one again as long as the file is the same.

    From then on this process can import what lies beside it and in the folders `import_from`. One process
    keeps one module, as PEP 371's runner did, so cells that follow one another share what the interpreter has
    learnt about the code. Raises CellFailure with a sentence for whatever is wrong with the file.
    """
    path = os.path.abspath(path)  # noqa: PTH100 (pathlib is too dear here)
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        raise CellFailure(f"workload {path} cannot be read: {error.strerror}") from error
    _extend_path(os.path.dirname(path), import_from)  # noqa: PTH120
    known = _loaded.get(path)
    if known is None or known.source != source:
        known = _loaded[path] = Workload(path, _module(path, source), source)
    return known


def _extend_path(beside, import_from):
    """Put the workload's own folder last on sys.path, where no module in it hides another, and others first.

    First, because a repository's modules are to be those of its folder and not an installed copy of them.
    That holds for children and other interpreters too: multiprocessing hands sys.path on to those that are
    not forked, and the modes with interpreters do so themselves.
    """
    if beside not in sys.path:
        sys.path.append(beside)
    folders = [os.path.abspath(folder) for folder in import_from]  # noqa: PTH100
    sys.path[:0] = [folder for folder in folders if folder not in sys.path]


def _module(path, source):
    name = "pepbench_workload_" + _stem(path)
    module = type(sys)(name)
    module.__file__ = path
    sys.modules[name] = module
    try:
        exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        del sys.modules[name]
        raise CellFailure(f"workload {path} cannot be loaded: {describe(error)}") from error
    return module


def _stem(path):
    return os.path.splitext(os.path.basename(path))[0]  # noqa: PTH119, PTH122


def _bind(function, keywords):
    return lambda: function(**keywords)


def _arguments(function, offered, leading=0):
    """Those of the `offered` values that `function` declares, beside its `leading` positional ones.

    A set-up that takes **keywords gets them all. Raises CellFailure when one is needed that is not on offer.
    """
    names, optional, takes_any = _declared(function)
    names = names[leading:]
    for name in names:
        if name not in offered and name not in optional:
            file = function.__code__.co_filename.rpartition("/")[2]
            asked = f"{function.__name__}() of {file} asks for {name!r}"
            raise CellFailure(f"{asked}, which is neither a parameter nor made by its setup()")
    if takes_any and leading:
        return dict(offered)
    return {name: offered[name] for name in names if name in offered}


def _declared(function):
    """(names of the parameters, those with a default, whether it takes **keywords); inspect is too dear."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    code = getattr(function, "__code__", None)
    if not hasattr(code, "co_varnames"):
        return (), (), False  # not written in Python: called without arguments
    positional = code.co_argcount
    names = code.co_varnames[: positional + code.co_kwonlyargcount]
    if getattr(function, "__self__", None) is not None:
        names = names[1:]
    optional = code.co_varnames[positional - len(function.__defaults__ or ()) : positional]
    return names, optional + tuple(function.__kwdefaults__ or ()), bool(code.co_flags & _VARKEYWORDS)
