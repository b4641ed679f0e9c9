"""Makes functions inside functions and calls them: cells, nonlocal, and calls with *args and **kwargs.

Church's numerals: the number n is the function that makes of f the function that does f n times.
"""

PARAMETERS = {"base": 3, "exponent": 10}
TEST_PARAMETERS = {"base": 2, "exponent": 5}


def zero(function):
    """Church's 0: the function not at all."""
    return lambda value: value


def successor(number):
    """Church's number + 1: the function once more."""
    return lambda function: lambda value: function(number(function)(value))


def church(count):
    """Church's numeral for the integer `count`."""
    number = zero
    for _ in range(count):
        number = successor(number)
    return number


def power(base, exponent):
    """Church's base ** exponent."""
    return exponent(base)


def counted(function):
    """`function` wrapped so that its calls are counted, and a function that tells their count."""
    calls = 0

    def wrapped(*args, **kwargs):
        nonlocal calls
        calls += 1
        return function(*args, **kwargs, step=1)

    return wrapped, lambda: calls


def add(value, step):
    """What is done base ** exponent times."""
    return value + step


def run(base, exponent):
    """Count up from 0 base ** exponent times; the answer is [number reached, calls counted]."""
    increment, calls = counted(add)
    reached = power(church(base), church(exponent))(increment)(0)
    return [reached, calls()]


def expected(base, exponent):
    """Both are the power."""
    return [base**exponent] * 2
