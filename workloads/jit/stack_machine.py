"""Interprets the code of a stack machine: a long chain of branches in a loop, as interpreters in Python are.

Its program is the recursive definition of the Fibonacci numbers, with a call for each term.
"""

PARAMETERS = {"number": 21}
TEST_PARAMETERS = {"number": 7}

PUSH, ARGUMENT, ADD, SUBTRACT, LESS, JUMP_UNLESS, CALL, RETURN, HALT = range(9)

FIBONACCI = 3  # where the function begins


def program(number):
    """The code as (operation, operand), with None where an operation has no operand."""
    return [
        (PUSH, number),
        (CALL, FIBONACCI),
        (HALT, None),
        (ARGUMENT, None),
        (PUSH, 2),
        (LESS, None),
        (JUMP_UNLESS, 9),
        (ARGUMENT, None),
        (RETURN, None),
        (ARGUMENT, None),
        (PUSH, 1),
        (SUBTRACT, None),
        (CALL, FIBONACCI),
        (ARGUMENT, None),
        (PUSH, 2),
        (SUBTRACT, None),
        (CALL, FIBONACCI),
        (ADD, None),
        (RETURN, None),
    ]


def interpret(code):
    """(What is on top of the stack at HALT, how many instructions were executed). A call has one argument."""
    stack = []
    frames = []
    argument = None
    at = executed = 0
    while True:
        operation, operand = code[at]
        at += 1
        executed += 1
        if operation == PUSH:
            stack.append(operand)
        elif operation == ARGUMENT:
            stack.append(argument)
        elif operation == ADD:
            right = stack.pop()
            stack.append(stack.pop() + right)
        elif operation == SUBTRACT:
            right = stack.pop()
            stack.append(stack.pop() - right)
        elif operation == LESS:
            right = stack.pop()
            stack.append(stack.pop() < right)
        elif operation == JUMP_UNLESS:
            if not stack.pop():
                at = operand
        elif operation == CALL:
            frames.append((at, argument))
            argument = stack.pop()
            at = operand
        elif operation == RETURN:
            at, argument = frames.pop()
        elif operation == HALT:
            return stack.pop(), executed


def run(number):
    """The answer is [Fibonacci number, instructions executed]."""
    return list(interpret(program(number)))


def expected(number):
    """The same by adding upwards.

    F(n + 1) calls end the recursion, with 6 instructions each; one fewer go on, with 14; 3 are outside.
    """
    fibonacci, following = 0, 1
    for _ in range(number):
        fibonacci, following = following, fibonacci + following
    return [fibonacci, 3 + 6 * following + 14 * (following - 1)]
