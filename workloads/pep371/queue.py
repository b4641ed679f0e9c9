"""Puts items on a queue and takes them off: the cost of a queue for threads and of one for processes.

PEP 371: the overhead of the processing module's queue "versus the default Queue". The file is named like a
module of the standard library; workloads are loaded by path, so neither stands in the other's way.
"""

import queue

PARAMETERS = {"items": 1000}
TEST_PARAMETERS = {"items": 50}

BETWEEN_PROCESSES = ("process", "process-pool")


def setup(resources):
    """Choose the kind of queue that fits the mode."""
    if resources.get("mode") not in BETWEEN_PROCESSES:
        return {"make_queue": queue.Queue}
    import multiprocessing  # noqa: PLC0415 (linear and threaded workers must not pay for it)

    return {"make_queue": multiprocessing.get_context(resources["start_method"]).Queue}


def run(items, make_queue):
    """Put the integers below `items` on a queue of its own, then take as many off; return their sum."""
    own = make_queue()
    for item in range(items):
        own.put(item)
    total = 0
    for _ in range(items):
        total += own.get()
    if hasattr(own, "join_thread"):
        # The queue between processes has a pipe and a thread that feeds it.
        own.close()
        own.join_thread()
    return total


def expected(items):
    """The sum of the integers below `items`, by Gauss."""
    return items * (items - 1) // 2
