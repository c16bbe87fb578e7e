"""Families of matching problems, easy and hard, each from a seed number."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree


def uniform(ne: int, nv: int, each: int, seed: int) -> dict[str, np.ndarray]:
    """Candidates by popularity, scores spread evenly."""
    rng = np.random.default_rng(seed)
    return _problem(rng, ne, nv, *_popular(rng, ne, nv, each), high=10_001)


def scarce(ne: int, nv: int, each: int, seed: int) -> dict[str, np.ndarray]:
    """Places of enterprises for a quarter of the villages."""
    rng = np.random.default_rng(seed)
    enterprise, village = _popular(rng, ne, nv, each)
    capacity = np.bincount(rng.integers(0, ne, nv // 4), minlength=ne)
    return _problem(rng, ne, nv, enterprise, village, high=10_001, capacity=capacity)


def tied(ne: int, nv: int, each: int, seed: int) -> dict[str, np.ndarray]:
    """Ten distinct scores."""
    rng = np.random.default_rng(seed)
    enterprise, village = _popular(rng, ne, nv, each)
    return _problem(rng, ne, nv, enterprise, village, high=10, times=1_000)


def near(ne: int, nv: int, each: int, seed: int) -> dict[str, np.ndarray]:
    """The nearest enterprises of each village; scores fall with distance."""
    rng = np.random.default_rng(seed)
    where = rng.random((ne, 2))
    villages = rng.random((nv, 2))
    far, enterprise = cKDTree(where).query(villages, k=each)
    village = np.repeat(np.arange(nv), each)
    score = (10_000 * np.exp(-far.ravel() / np.median(far))).astype(np.int64)
    return _problem(rng, ne, nv, enterprise.ravel(), village, score=score)


def regional(ne: int, nv: int, each: int, seed: int) -> dict[str, np.ndarray]:
    """Independent aid relationships of very different size."""
    rng = np.random.default_rng(seed)
    share = np.sort(rng.pareto(1.0, 30) + 0.05)[::-1]
    edges_e = np.round(np.cumsum(share) / share.sum() * ne).astype(int)
    edges_v = np.round(np.cumsum(share) / share.sum() * nv).astype(int)
    parts_e, parts_v = [], []
    e0 = v0 = 0
    for e1, v1 in zip(edges_e, edges_v, strict=True):
        if e1 > e0 and v1 > v0:
            e, v = _popular(rng, e1 - e0, v1 - v0, min(each, (e1 - e0 + 1) // 2))
            parts_e.append(e + e0)
            parts_v.append(v + v0)
        e0, v0 = e1, v1
    enterprise, village = np.concatenate(parts_e), np.concatenate(parts_v)
    return _problem(rng, ne, nv, enterprise, village, high=10_001)


def clones(ne: int, nv: int, each: int, seed: int) -> dict[str, np.ndarray]:
    """Groups of identical enterprises and identical villages, too few places: price wars."""
    rng = np.random.default_rng(seed)
    group = max(each // 4, 1)
    kinds_e, kinds_v = max(ne // group, 1), max(nv // (4 * group), 1)
    liked = _popular(rng, kinds_e, kinds_v, min(4, kinds_e))
    worth = rng.integers(0, 10_001, len(liked[0]))
    kind_of_v = rng.integers(0, kinds_v, nv)
    by_kind = np.argsort(liked[1], kind="stable").reshape(kinds_v, -1)
    rows = by_kind[kind_of_v]
    village = np.repeat(np.arange(nv), rows.shape[1] * group)
    enterprise = (liked[0][rows][:, :, None] * group + np.arange(group)).reshape(-1)
    score = np.repeat(worth[rows].reshape(-1), group)
    capacity = np.bincount(rng.integers(0, ne, nv // 2), minlength=ne)
    return _problem(rng, ne, nv, enterprise, village, score=score, capacity=capacity)


def dense(ne: int, nv: int, each: int, seed: int) -> dict[str, np.ndarray]:
    """All pairs."""
    rng = np.random.default_rng(seed)
    enterprise, village = np.tile(np.arange(ne), nv), np.repeat(np.arange(nv), ne)
    return _problem(rng, ne, nv, enterprise, village, high=10_001)


def _popular(rng, ne: int, nv: int, each: int):  # type: ignore[no-untyped-def]
    """`each` different enterprises per village, the popular ones more often."""
    each = min(each, ne)
    if each * 4 > ne:
        drawn = np.argsort(rng.random((nv, ne)), axis=1)[:, :each]
        return drawn.reshape(-1), np.repeat(np.arange(nv), each)
    heavy = np.cumsum(rng.lognormal(0, 1, ne))
    drawn = np.searchsorted(heavy / heavy[-1], rng.random((nv, each))).astype(np.int64)
    drawn.sort(axis=1)
    for _ in range(100):
        again = np.zeros(drawn.shape, bool)
        again[:, 1:] = drawn[:, 1:] == drawn[:, :-1]
        count = int(again.sum())
        if not count:
            break
        drawn[again] = rng.integers(0, ne, count)
        drawn.sort(axis=1)
    return drawn.reshape(-1), np.repeat(np.arange(nv), each)


def _problem(rng, ne, nv, enterprise, village, *, high=0, times=1, score=None, capacity=None):  # type: ignore[no-untyped-def]
    if score is None:
        score = rng.integers(0, high, len(enterprise)) * times
    if capacity is None:
        capacity = 1 + np.bincount(rng.integers(0, ne, max(0, int(nv * 1.7) - ne)), minlength=ne)
    return {
        "enterprise": enterprise,
        "village": village,
        "score": score,
        "enterprise_capacity": capacity,
        "village_capacity": rng.choice([1, 1, 2], nv),
    }


def contended(ne: int, nv: int, each: int, seed: int) -> dict[str, np.ndarray]:
    """As `uniform`, with a quarter fewer places than the villages want."""
    rng = np.random.default_rng(seed)
    capacity = np.bincount(rng.integers(0, ne, nv), minlength=ne)
    return _problem(rng, ne, nv, *_popular(rng, ne, nv, each), high=10_001, capacity=capacity)


FAMILIES = {
    f.__name__: f for f in (uniform, scarce, tied, near, regional, clones, dense, contended)
}
