"""Print what a build of the embedded runner needs to know of this interpreter, as CMake's list."""

import sys
import sysconfig


def main():
    variables = sysconfig.get_config_vars()
    jit = getattr(sys, "_jit", None)
    print(
        ";".join(
            [
                sys.implementation.name,
                "{}.{}".format(*sys.version_info[:2]),
                "1" if variables.get("Py_GIL_DISABLED") else "0",
                "1" if jit is not None and jit.is_available() else "0",
                sysconfig.get_path("include"),
                variables.get("LIBDIR") or "",
                variables.get("MULTIARCH") or "",
                variables.get("LDLIBRARY") or "",
                sys.base_prefix,
            ]
        )
    )


main()
