"""What this process can say about the interpreter that it runs in, read from inside it."""

import sys

# More than the 1039 rounds after which PyPy compiles a loop.
_ROUNDS_TO_COMPILE = 2200

_SUFFIXES = {"alpha": "a", "beta": "b", "candidate": "rc"}

_seen = {}


def interpreter_facts():
    """The protocol's facts, without `build`, as a dict of scalars. Takes microseconds and loads nothing.

    Every call reads them again, because an extension module can switch the GIL back on while a cell runs; all
    but PyPy's `jit_enabled`, which can be found out once a process only (`_pypy_compiles`).
    """
    available, enabled = _jit()
    facts = {
        "implementation": sys.implementation.name,
        "version": _version(),
        "jit_available": available,
        "jit_enabled": enabled,
        "gil_enabled": sys._is_gil_enabled() if hasattr(sys, "_is_gil_enabled") else True,
        # Since 3.13 this text is the documented way to recognise such a build without loading sysconfig.
        "free_threaded_build": "free-threading build" in sys.version,
        "hash_randomization": sys.flags.hash_randomization,
        "platform": sys.platform,
    }
    if sys.platform == "emscripten":
        facts["emscripten_info"] = _emscripten_info()
    return facts


def build_facts():
    """How this interpreter was built (the protocol's `build`): text, bool or None where it does not know.

    Loads sysconfig, so it costs milliseconds; not for the way to a sample.
    """
    import sysconfig  # noqa: PLC0415

    configure = sysconfig.get_config_var("CONFIG_ARGS")
    cflags = sysconfig.get_config_var("PY_CFLAGS") or sysconfig.get_config_var("CFLAGS")
    text = sys.version
    return {
        "compiler": text[text.rfind("[") + 1 : text.rfind("]")] if "[" in text else None,
        "configure": configure,
        "cflags": cflags,
        # Distributions have their own ways to get both, so that configure was not told says nothing.
        "optimized": True if configure and "--enable-optimizations" in configure else None,
        "lto": True if configure and "--with-lto" in configure else None,
        "debug": hasattr(sys, "gettotalrefcount"),
        "executable": sys.executable,
        "prefix": sys.prefix,
        "version_text": " ".join(text.split()),
    }


def _version():
    major, minor, micro, level, serial = sys.version_info
    return f"{major}.{minor}.{micro}" + (f"{_SUFFIXES[level]}{serial}" if level in _SUFFIXES else "")


def _jit():
    """(available, enabled); None for what the interpreter does not tell.

    CPython tells since 3.14 and had no JIT before 3.13; a 3.13 built with one does not tell.
    """
    jit = getattr(sys, "_jit", None)
    if jit is not None:
        return jit.is_available(), jit.is_enabled()
    if sys.implementation.name == "pypy":
        available = "pypyjit" in sys.builtin_module_names
        return available, available and _pypy_compiles()
    if sys.implementation.name == "cpython" and sys.version_info < (3, 13):
        return False, False
    return None, None


def _pypy_compiles():
    """Whether a hot loop gets compiled, which takes milliseconds to see; the answer is kept in `_seen`.

    By trying, because `pypyjit` cannot read the parameter that `--jit off` sets, and its `get_stats_snapshot`
    crashes Debian's PyPy 7.3.11. Trying again would say no, since a loop is compiled but once.
    """
    if "compiles" not in _seen:
        import pypyjit  # noqa: PLC0415

        compiled = []
        pypyjit.set_compile_hook(lambda *_: compiled.append(True))
        _loop(_ROUNDS_TO_COMPILE)
        pypyjit.set_compile_hook(None)
        _seen["compiles"] = bool(compiled)
    return _seen["compiles"]


def _loop(rounds):
    done = 0
    while done < rounds:
        done += 1


def _emscripten_info():
    """What Emscripten's Python says of itself: plain values, versions as text."""
    info = sys._emscripten_info
    # A structseq has these beside its fields, which are nowhere listed.
    names = [
        name for name in dir(info) if not name.startswith(("_", "n_")) and not callable(getattr(info, name))
    ]
    values = {name: getattr(info, name) for name in names}
    return {
        name: ".".join(map(str, value)) if isinstance(value, tuple) else value
        for name, value in values.items()
    }
