"""Where a command's blocks of work are done, as the environment and the command line say."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import matcher
from matcher.errors import JieduiError
from matcher.rounds.resuming import Kept
from matcher.rounds.workshop import Threads

if TYPE_CHECKING:
    from matcher.rounds.workshop import Workshop


def workshop(folder: Path | None, source: bytes) -> Workshop:
    """On the Dask cluster that JIEDUI_DASK names, else here; its answers kept in `folder`, if one
    is named, for this source and version alone. Raises JieduiError `plan.no_dask`."""
    scheduler = os.environ.get("JIEDUI_DASK")
    where = _cluster(scheduler) if scheduler else Threads()
    if folder is None:
        return where
    of = hashlib.sha256(f"{matcher.__version__} ".encode() + source).hexdigest()[:16]
    return Kept(folder, of, where)


def _cluster(scheduler: str) -> Workshop:
    try:
        from matcher.rounds.cluster import Cluster
    except ModuleNotFoundError as error:
        raise JieduiError("plan.no_dask") from error
    return Cluster(scheduler)
