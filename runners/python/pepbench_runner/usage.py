"""What the system says that this process and its ended children have used; None for what it does not tell."""

import time

try:
    import resource
except ImportError:  # Emscripten has none
    resource = None

_STATUS = "/proc/self/status"
_ROLLUP = "/proc/self/smaps_rollup"


def read_usage():
    """(CPU seconds, voluntary, involuntary context switches) so far, of this process and its ended children.

    None where there is no getrusage(2): Emscripten's process time is wall time.
    """
    if resource is None:
        return None
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        time.process_time() + children.ru_utime + children.ru_stime,
        own.ru_nvcsw + children.ru_nvcsw,
        own.ru_nivcsw + children.ru_nivcsw,
    )


def children_peak_rss_bytes():
    """Largest resident size of any child that has been waited for, in bytes; 0 without one."""
    if resource is None:
        return None
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


class Memory:
    """The sizes of this process as Linux tells them, in bytes (proc(5))."""

    def read(self):
        """The protocol's `memory`: sizes now, and the largest resident size so far; None without either."""
        rollup, status = _sizes(_ROLLUP), _sizes(_STATUS)
        rss, peak = rollup.get("Rss", status.get("VmRSS")), status.get("VmHWM")
        if rss is None or peak is None:
            return None
        # Rollup is exact; the peak is of counters that the kernel brings up to date now and then.
        return {"rss_bytes": rss, "pss_bytes": rollup.get("Pss"), "peak_rss_bytes": max(rss, peak)}

    def peak_rss_bytes(self):
        """Largest resident size so far. Not ru_maxrss, which may show that of whoever started this."""
        return _sizes(_STATUS).get("VmHWM")


def _sizes(path):
    """The lines of such a file that end with kB, a dict from name to bytes; empty without the file."""
    sizes = {}
    try:
        with open(path, "rb") as file:
            lines = file.read().split(b"\n")
    except OSError:
        return sizes
    for line in lines:
        words = line.split()
        if len(words) == 3 and words[2] == b"kB":
            sizes[words[0].decode("ascii").rstrip(":")] = int(words[1]) * 1024
    return sizes
