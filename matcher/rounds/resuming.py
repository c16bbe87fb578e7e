"""Blocks that are done are kept on disk, so that work which was killed goes on where it stood."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matcher.rounds.workshop import Arrays, Item, Workshop


@dataclass(frozen=True)
class Kept:
    """In another workshop, each named answer kept in a folder: what is there is not done again.

    `of` names all that the answers depend on: answers to something else are not taken for these.
    """

    folder: Path
    of: str
    workshop: Workshop

    def each(
        self, work: Callable[[Item], Arrays], items: Sequence[Item], name: str = ""
    ) -> Iterator[Arrays]:
        """The answer to each item, in their order; those without a name are not kept."""
        if not name:
            yield from self.workshop.each(work, items)
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        paths = [self.folder / f"{self.of}-{name}-{place:06d}.npz" for place in range(len(items))]
        missing = {place for place, path in enumerate(paths) if _read(path) is None}
        made = self.workshop.each(work, [items[place] for place in sorted(missing)])
        for place, path in enumerate(paths):
            if place in missing:
                answer = next(made)
                _write(path, answer)
                yield answer
            else:
                yield _read(path) or work(items[place])

    def clear(self) -> None:
        """Take the answers away once they are no longer needed."""
        for path in self.folder.glob(f"{self.of}-*"):
            path.unlink()


def _read(path: Path) -> Arrays | None:
    """A kept answer; None where there is none, or a damaged one."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            return tuple(kept[name] for name in kept.files)
    except (EOFError, OSError, ValueError, zipfile.BadZipFile):
        return None


def _write(path: Path, answer: Arrays) -> None:
    """Whole or not at all: beside its place first, then moved into it."""
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f"{path.stem}-", suffix=".part", delete=False
    ) as draft:
        np.savez(draft, *answer)
    Path(draft.name).replace(path)
