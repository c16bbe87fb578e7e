"""The text part alone: the 32 likest offers of every need, ours beside two peers.

    python -m tests.benchmarks.texts [10000]

All get the same texts, so many needs and so many offers, each made of two written sentences, and
run on one thread. Ours reads what help is meant and of what, and compares every need with every
offer; sparse_dot_topn and scikit-learn compare runs of characters (TF-IDF, cosine), which is
another and worse measure (`tests.benchmarks.likeness`). Seconds are the processor's, one run each.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors
from sparse_dot_topn import sp_matmul_topn
from threadpoolctl import threadpool_limits

from matcher.scoring.text import Likeness
from tests.scoring.labelled import rows

MOST = 32
AT_ONCE = 250
"""So many needs are compared with all offers at once."""

Texts = Sequence[str]
Search = Callable[[], np.ndarray]
"""The likest offers of every need, found in what was prepared."""


def ours(needs: Texts, offers: Texts) -> Search:
    prepared = Likeness(needs, offers)

    def search() -> np.ndarray:
        everybody = np.arange(len(offers))
        likest = [
            np.argpartition(-prepared.table(some, everybody), MOST, axis=1)[:, :MOST]
            for some in np.array_split(np.arange(len(needs)), len(needs) // AT_ONCE)
        ]
        return np.concatenate(likest)

    return search


def topn(needs: Texts, offers: Texts) -> Search:
    wanted, given = _tf_idf(needs, offers)
    turned = given.T.tocsr()
    return lambda: sp_matmul_topn(wanted, turned, top_n=MOST, n_threads=1).indices


def neighbours(needs: Texts, offers: Texts) -> Search:
    wanted, given = _tf_idf(needs, offers)
    known = NearestNeighbors(n_neighbors=MOST, metric="cosine", algorithm="brute", n_jobs=1)
    known.fit(given)
    return lambda: known.kneighbors(wanted, return_distance=False)


def _tf_idf(needs: Texts, offers: Texts):
    features = TfidfVectorizer(analyzer="char", ngram_range=(1, 3)).fit_transform([*needs, *offers])
    return features[: len(needs)], features[len(needs) :]


def texts(count: int) -> tuple[list[str], list[str]]:
    """So many different needs and so many different offers."""
    some = rows()
    ends = [(one, two) for one in some for two in some if one is not two]
    picked = [ends[place * len(ends) // count] for place in range(count)]
    needs = [f"{one.need}。{two.need}" for one, two in picked]
    offers = [f"{one.right}。{two.wrong}" for one, two in picked]
    return needs, offers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    count = parser.parse_args().count
    needs, offers = texts(count)
    print(f"{len({*needs}):,} needs, {len({*offers}):,} offers, the {MOST} likest of each need")
    print(f"{'':32}{'prepare':>9}{'search':>9}{'beside ours':>13}")
    first = 0.0
    peers = {
        "ours": ours,
        "sparse_dot_topn": topn,
        "scikit-learn NearestNeighbors": neighbours,
    }
    for name, prepare in peers.items():
        with threadpool_limits(1):
            start = time.process_time()
            search = prepare(needs, offers)
            ready = time.process_time()
            search()
            done = time.process_time()
        first = first or done - ready
        ratio = (done - ready) / first
        print(f"{name:32}{ready - start:8.1f}s{done - ready:8.1f}s{ratio:12.2f}×", flush=True)


if __name__ == "__main__":
    main()
