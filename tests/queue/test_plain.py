"""Results survive being kept: what comes back is what was kept."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.queue.plain import plain, rebuilt
from matcher.rounds.previewing import Preview
from matcher.rounds.sensitivity import Reach, Sensitivity, Turn
from matcher.scoring.learning import Bin, Learned, Lesson, Quality


def survives(value: object) -> bool:
    return rebuilt(type(value), json.loads(json.dumps(plain(value)))) == value


@settings(max_examples=25)
@given(st.from_type(Sensitivity))
def test_how_far_weights_move_survives(found: Sensitivity) -> None:
    assert survives(found)


@settings(max_examples=25)
@given(
    st.builds(
        Learned,
        base=st.floats(allow_nan=False),
        doubt=st.floats(allow_nan=False),
        qualities=st.tuples(st.builds(Quality, auc=st.floats(0, 1), brier=st.floats(0, 1))),
        curve=st.lists(st.builds(Bin, foretold=st.floats(0, 1), accepted=st.floats(0, 1))).map(
            tuple
        ),
        lessons=st.lists(
            st.builds(Lesson, **dict.fromkeys(
                ("odds", "low", "high", "weight_low", "weight_high"), st.floats(0, 9))),
            max_size=3,
        ).map(tuple),
    )
)  # fmt: skip
def test_what_was_learned_survives(found: Learned) -> None:
    assert survives(found)


@settings(max_examples=25)
@given(st.builds(Preview))
def test_a_preview_survives_with_its_run_its_status_and_its_moments(found: Preview) -> None:
    assert survives(found)


def test_what_is_missing_stays_missing() -> None:
    reach = Reach("text", 16, 0, 20, None, Turn(21, 3))

    assert rebuilt(Reach, plain(reach)) == reach
    assert plain(reach)["below"] is None
