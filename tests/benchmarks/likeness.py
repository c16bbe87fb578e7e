"""How well the text likeness tells right offers from wrong ones, beside plainer measures.

    python -m tests.benchmarks.likeness

The areas under the curve are those of the held-out half of `tests/scoring/likeness.csv`, from whose
words the dictionary has learned since; what to expect of new sentences is the last table. Words are
cut by the longest match in our dictionary, and by jieba where it is installed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from matcher.scoring import likeness
from matcher.scoring.text import Likeness
from matcher.scoring.words import dictionary
from tests.scoring.labelled import FIRST_SEEN, Measure, among_the_first, area, rows

THREE = (1, 3)


def by_characters(needs: Sequence[str], offers: Sequence[str]) -> np.ndarray:
    """TF-IDF over runs of one to three characters."""
    return _cosine(TfidfVectorizer(analyzer="char", ngram_range=THREE), needs, offers)


def by_words(cut: Callable[[str], list[str]]) -> Measure:
    """TF-IDF over words, cut as told."""
    return lambda needs, offers: _cosine(TfidfVectorizer(analyzer=cut), needs, offers)


def latent(needs: Sequence[str], offers: Sequence[str]) -> np.ndarray:
    """Latent semantic analysis of the characters' TF-IDF, trained on the texts at hand."""
    steps = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=THREE),
        TruncatedSVD(64, random_state=0),
        Normalizer(),
    )
    return _cosine(steps, needs, offers)


def with_latent(needs: Sequence[str], offers: Sequence[str]) -> np.ndarray:
    """Ours, and a quarter of latent semantic analysis."""
    return 0.75 * likeness(needs, offers) + 0.25 * latent(needs, offers)


def longest_words(text: str) -> list[str]:
    """The dictionary's words, the longest at each place, and the characters between them."""
    known, at, words = dictionary(), 0, []
    while at < len(text):
        lengths = known.lengths.get(text[at : at + 2], (1,))
        most = next(n for n in lengths if n == 1 or text[at : at + n] in known.words)
        words.append(text[at : at + most])
        at += most
    return words


def measures() -> Iterator[tuple[str, Measure]]:
    yield "ours", likeness
    yield "characters, TF-IDF", by_characters
    yield "words by our dictionary, TF-IDF", by_words(longest_words)
    if find_spec("jieba"):
        yield "words by jieba, TF-IDF", by_words(import_module("jieba").lcut)
    yield "characters, LSA", latent
    yield "ours with a quarter of LSA", with_latent


def main() -> None:
    for title, some in (
        ("blind", rows("blind")),
        ("held-out", [row for row in rows() if row.held_out]),
    ):
        hard = [row for row in some if row.hard]
        print(f"\n{2 * len(some)} {title} pairs, {2 * len(hard)} of them hard")
        print(f"{'':34}{'all':>8}{'hard':>8}{'first 3 of 60':>16}")
        for name, measure in measures():
            figures = area(some, measure), area(hard, measure), among_the_first(some, measure)
            print(f"{name:34}{figures[0]:8.3f}{figures[1]:8.3f}{figures[2]:15.0%}")
    print("\nbatches as first seen, before the dictionary knew them: all, hard")
    for batch, (everything, difficult) in FIRST_SEEN.items():
        print(f"  {batch}: {everything:.2f}, {difficult:.2f}")
    _speed()


def _speed() -> None:
    """Processor seconds for preparing texts of distinct clauses, and for 1,000 × 1,000 of them."""
    some = rows()
    two_each = [(one, two) for one in some[:100] for two in some[100:300]]
    needs = [
        f"{_spliced(one.need, two.need)}。{_spliced(two.need, one.need)}" for one, two in two_each
    ]
    offers = [
        f"{_spliced(one.right, two.right)}。{_spliced(two.wrong, one.wrong)}"
        for one, two in two_each
    ]
    start = time.process_time()
    prepared = Likeness(needs, offers)
    spent = time.process_time() - start
    texts = len({*needs, *offers})
    print(
        f"\nprepared {texts:,} distinct texts in {spent:.1f} s: {spent / texts * 1e6:.0f} µs each,"
        f" {spent / texts * 250_000:.0f} s for 250,000"
    )
    block = np.arange(0, len(needs), len(needs) // 1000)[:1000]
    blocks = []
    for _ in range(5):
        start = time.process_time()
        prepared.table(block, block)
        blocks.append(time.process_time() - start)
    print(f"block of 1,000 × 1,000: {min(blocks) * 1000:.0f} ms")


def _spliced(one: str, other: str) -> str:
    return one[: len(one) // 2] + other[len(other) // 2 :]


def _cosine(steps: TfidfVectorizer, needs: Sequence[str], offers: Sequence[str]) -> np.ndarray:
    features = steps.fit_transform([*needs, *offers])
    cosine = features[: len(needs)] @ features[len(needs) :].T
    return np.asarray(cosine.toarray() if hasattr(cosine, "toarray") else cosine)


if __name__ == "__main__":
    main()
