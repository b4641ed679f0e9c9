"""Print what a build of the embedded runner needs to know of this interpreter, as one JSON object."""

import json
import sys
import sysconfig


def main():
    variables = sysconfig.get_config_vars()
    jit = getattr(sys, "_jit", None)
    # A relocated build's LIBDIR is where it was built; its libraries came along with the prefix.
    directories = [variables.get("LIBDIR"), variables.get("LIBPL"), sys.base_prefix + "/lib"]
    facts = {
        "implementation": sys.implementation.name,
        "version": "{}.{}".format(*sys.version_info[:2]),
        "free_threaded": bool(variables.get("Py_GIL_DISABLED")),
        "jit": jit is not None and jit.is_available(),
        "include": sysconfig.get_path("include"),
        "multiarch": variables.get("MULTIARCH") or "",
        "library": variables.get("LDLIBRARY") or "",
        "library_directories": ";".join(directory for directory in directories if directory),
        "static_link_flags": " ".join(variables.get(name) or "" for name in ("LIBS", "SYSLIBS")),
        "home": sys.base_prefix,
    }
    print(json.dumps(facts))


main()
