"""The site as somebody would serve it who had not thought of two at once: for the controls.

No lock of the one writer, and a pause between looking and writing, as a busy machine makes one:
for each request another, or the audit chain, which takes each number once, would catch most.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from typing import Any

from flask import Flask

from matcher.pairing import sending
from matcher.rounds import acting
from tests.databases import unprotected
from tests.faults.site import site_at
from web.serving import listen, serve

PAUSES = itertools.cycle((0.3, 0.5, 0.7, 0.9))  # seconds


def careless() -> Flask:
    app = site_at(os.environ["JIEDUI_DATABASE"])
    app.extensions["jiedui_database"] = unprotected(app.extensions["jiedui_database"])
    return app


def pausing(look: Any) -> Any:
    def looked(*of: Any, **more: Any) -> Any:
        seen = look(*of, **more)
        time.sleep(next(PAUSES) + 0.1 * (os.getpid() % 2))
        return seen

    return looked


if __name__ == "__main__":
    sending._require_places = pausing(sending._require_places)
    acting.refuse_overfull = pausing(acting.refuse_overfull)
    listener = listen("127.0.0.1", int(sys.argv[-1]))
    serve(careless, listener, lambda: print(f"ready at {sys.argv[-1]}", flush=True))
