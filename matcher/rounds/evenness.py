"""How evenly villages are served: the quartiles of their scores, and the Gini coefficient.

A village scores what its best pair does, and 0 without a partner.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def quartiles(scores: Sequence[int]) -> tuple[int, int, int]:
    """The scores at a quarter, at half and at three quarters of the villages, the lowest first.

    Each is the score of a village: the lowest of those that at least that share does not exceed
    (the inverse of the distribution function; Hyndman and Fan 1996, definition 1). (0, 0, 0) of
    no village at all.
    """
    rising = sorted(scores)
    if not rising:
        return 0, 0, 0
    first, half, third = (rising[-(-len(rising) * share // 4) - 1] for share in (1, 2, 3))
    return first, half, third


def gini(scores: Sequence[int]) -> int:
    """The Gini coefficient in thousandths: 0 where all score alike, near 1000 where one has all.

    Half the mean difference of two villages over the mean score (Gini 1912), by ranks; halves are
    rounded up, and where nobody scores anything it is 0.
    """
    rising, total = sorted(scores), sum(scores)
    if not total:
        return 0
    many = len(rising)
    ranked = sum(rank * score for rank, score in enumerate(rising, start=1))
    share = Fraction(2 * ranked, many * total) - Fraction(many + 1, many)
    return int(share * 1000 + Fraction(1, 2))
