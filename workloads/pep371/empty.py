"""Does nothing, so what remains is the price of making, starting and joining the workers themselves.

PEP 371: "simply a pass statement".
"""

PARAMETERS = {}
TEST_PARAMETERS = {}

EXPECTED = None


def run():
    """Do nothing; the answer is null."""
