"""Makes many small dictionaries and one large one: look-ups, insertions, and tuples to hash as keys.

Sorts all words of a length over an alphabet into classes of anagrams.
"""

from itertools import product
from math import comb, factorial

PARAMETERS = {"letters": 6, "length": 6}
TEST_PARAMETERS = {"letters": 3, "length": 4}


def run(letters, length):
    """The answer is [classes, words in the largest class, pairs of words (w, v) that are anagrams]."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"[:letters]
    classes = {}
    for word in product(alphabet, repeat=length):
        counts = {}
        for letter in word:
            if letter in counts:
                counts[letter] += 1
            else:
                counts[letter] = 1
        key = tuple([counts.get(letter, 0) for letter in alphabet])
        classes[key] = classes.get(key, 0) + 1
    return [len(classes), max(classes.values()), sum([size * size for size in classes.values()])]


def expected(letters, length):
    """The same by combinatorics."""
    each, more = divmod(length, letters)  # in the largest class the letters occur as equally as can be
    largest = factorial(length) // (factorial(each) ** letters * (each + 1) ** more)
    pairs = [1] + [0] * length  # of anagrams of each length, with the letters so far
    for _ in range(letters):
        # A further letter stands in k places of each word, the same k.
        pairs = [
            sum(comb(size, k) ** 2 * pairs[size - k] for k in range(size + 1)) for size in range(length + 1)
        ]
    return [comb(letters + length - 1, length), largest, pairs[length]]
