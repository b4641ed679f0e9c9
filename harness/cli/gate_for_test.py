"""Gates over workloads of their own."""

from harness.cli.driver_for_test import first_configuration

WORKLOAD = '''
"""Counts so many times to a thousand."""

PARAMETERS = {{"times": {times}}}


def run(times):
    total = 0
    for _ in range(times):
        for number in range(1000):
            total += number
    return {answer}
'''


def work(times, answer="7"):
    return WORKLOAD.format(times=times, answer=answer)


def gate(driver, *arguments, code=0, threshold="20%"):
    """Run a gate, which must verify; return what ended and its document.

    The threshold is one that a busy machine can tell, and the sides of these tests differ by more or not.
    """
    limit = () if "--continue" in arguments else ("--threshold", threshold)
    ended = driver("gate", *arguments, *limit, "--output", "gate.json", "--force")
    assert ended.code == code, (ended.err, ended.out)
    verified = driver("verify", "gate.json")
    assert verified.code == 0, verified.err
    return ended, driver.document("gate.json")


def cells_of(document):
    return {cell["name"]: cell for cell in document["pepbench"]["gate"]["cells"]}


def same_sides(workload):
    name = first_configuration()
    return ["--base", name, "--head", name, "--workload", workload]
