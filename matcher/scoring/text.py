"""How alike two short Chinese texts are: TF-IDF over character n-grams, and the cosine of it.

Chinese writes no spaces, so runs of one to three characters stand for words; rare runs weigh more
(the corpus is the texts at hand). It is counted here and not with scikit-learn, whose import alone
would take two thirds of the time the command line has; its TfidfVectorizer is the oracle of the
tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
from scipy import sparse

from matcher.roster import Real, Whole

LONGEST = 3
_WORDS = re.compile(r"[^\W\d_]+")


def likeness(needs: Sequence[str], offers: Sequence[str]) -> Real:
    """How alike each need is to each offer: an array [needs, offers] of 0 … 1.

    0: not a character in common; ½: a quarter of their weight is common; 1: the same words. (It is
    the square root of the cosine, which is small for sentences that people call much alike.)
    """
    return Likeness(needs, offers).table(np.arange(len(needs)), np.arange(len(offers)))


class Likeness:
    """Needs and offers prepared once, to be compared in blocks."""

    def __init__(self, needs: Sequence[str], offers: Sequence[str]) -> None:
        counts = [Counter(grams(text)) for text in (*needs, *offers)]
        number = {gram: place for place, gram in enumerate(sorted({*chain(*counts)}))}
        row = np.repeat(np.arange(len(counts)), [len(count) for count in counts])
        column = np.array([number[gram] for count in counts for gram in count], np.int64)
        often = np.array([times for count in counts for times in count.values()], np.float64)
        rarity = np.log((1 + len(counts)) / (1 + np.bincount(column, minlength=len(number)))) + 1
        weight = (1 + np.log(often)) * rarity[column]
        norm = np.sqrt(np.bincount(row, weight**2, minlength=len(counts)))
        table = sparse.csr_array(
            (weight / norm[row], (row, column)), shape=(len(counts), len(number))
        )
        self._needs, self._offers = table[: len(needs)], table[len(needs) :]

    def table(self, needs: Whole, offers: Whole) -> Real:
        """The likeness of these needs and these offers, each with each."""
        if not len(needs) or not len(offers):
            return np.zeros((len(needs), len(offers)))
        cosine = (self._needs[needs] @ self._offers[offers].T).toarray()
        alike: Real = np.sqrt(np.clip(cosine, 0.0, 1.0))
        return alike


def grams(text: str) -> list[str]:
    """Every run of one to three characters inside a word; digits and signs are no words."""
    words = _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    return [
        word[at : at + length]
        for word in words
        for length in range(1, LONGEST + 1)
        for at in range(len(word) - length + 1)
    ]


def shared_words(one: str, other: str, most: int = 3) -> list[str]:
    """The longest runs of two characters or more that stand in both texts, longest first."""
    mine, theirs = (unicodedata.normalize("NFKC", text).casefold() for text in (one, other))
    runs = {
        word[at:end]
        for word in _WORDS.findall(mine)
        for at in range(len(word))
        for end in range(at + 2, len(word) + 1)
        if word[at:end] in theirs
    }
    longest = [run for run in runs if not any(run in other and run != other for other in runs)]
    return sorted(longest, key=lambda run: (-len(run), run))[:most]
