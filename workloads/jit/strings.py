"""Builds strings piece by piece, formats, joins and splits them, and looks at each of their characters.

Writes the numbers as Roman numerals into a text and reads them back.
"""

PARAMETERS = {"limit": 4000, "rounds": 6}
TEST_PARAMETERS = {"limit": 120, "rounds": 2}

NUMERALS = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
VALUES = {letters: value for value, letters in NUMERALS if len(letters) == 1}


def roman(number):
    """The Roman numeral of `number`; thousands above 3000 are more letters M."""
    text = ""
    for value, letters in NUMERALS:
        while number >= value:
            text += letters
            number -= value
    return text


def parse(text):
    """The number of a Roman numeral: a letter before a greater one counts negatively."""
    total = greatest = 0
    for letter in reversed(text):
        value = VALUES[letter]
        if value < greatest:
            total -= value
        else:
            total += value
            greatest = value
    return total


def run(limit, rounds):
    """The answer is [numerals read back rightly, sum of the numbers read, letters read] over all rounds."""
    right = total = letters = 0
    for _ in range(rounds):
        text = "\n".join([f"{number} = {roman(number).lower()}" for number in range(1, limit)])
        for line in text.splitlines():
            decimal, _, numeral = line.partition(" = ")
            number = parse(numeral.upper())
            if str(number) == decimal:
                right += 1
            total += number
            letters += len(numeral)
    return [right, total, letters]


def expected(limit, rounds):
    """The same without strings: Gauss's sum, and the number of letters for each decimal digit."""
    of_digit = (0, 1, 2, 3, 2, 1, 2, 3, 4, 2)  # I II III IV V VI VII VIII IX; likewise X to XC and C to CM
    letters = sum(
        number // 1000 + of_digit[number // 100 % 10] + of_digit[number // 10 % 10] + of_digit[number % 10]
        for number in range(1, limit)
    )
    return [rounds * (limit - 1), rounds * limit * (limit - 1) // 2, rounds * letters]
