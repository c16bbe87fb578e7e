"""What the Shangri-La newsletter tells of Minhang's projects, as far as five sheets carry it."""

from __future__ import annotations

from pathlib import Path

from matcher.programme import Programme
from seeds.published import read_folder


def programme(size: tuple[int, int] | None = None, seed: int = 0) -> Programme:  # noqa: ARG001
    """The same whatever the seed. Raises JieduiError "example.fixed_size" when given a size."""
    return read_folder(Path(__file__).parent, "minhang-shangrila", size)
