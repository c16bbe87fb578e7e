"""Posting what nobody should post, to every form: no error of ours, and a refusal changes nothing.

    python -m tests.faults.fuzzing [NUMBER] [--postgresql] [END POINT…]

NUMBER posts for each form, or for each whose end point begins with one of those words.
"""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, got_request_exception

from tests.faults.forms import Form, forms_of
from tests.faults.generated import Post, generated
from tests.faults.keeping import Keeper, keeping
from tests.faults.site import (
    HALF_IN,
    STRANGER,
    Ids,
    Visitor,
    furnish,
    quick_passwords,
    site_at,
)
from tests.postgres import postgres

VISITORS = (STRANGER, HALF_IN, "coordinator-a", "enterprise-A", "administrator", "cadre")
"""Between them they may post to everything; the cadre is about to set up codes."""
DOORS = ("access.sign_in", "access.code")


@dataclass
class Result:
    """How many posts each form was sent, what they were answered, and everything that is wrong."""

    answers: dict[str, Counter[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def posts(self) -> int:
        return sum(one.total() for one in self.answers.values())

    @property
    def refused(self) -> int:
        return sum(n for one in self.answers.values() for status, n in one.items() if status >= 400)

    def table(self) -> str:
        return "\n".join(
            f"{name:28}{told.total():6}  "
            + "  ".join(f"{status}: {count}" for status, count in sorted(told.items()))
            for name, told in self.answers.items()
        )


def fuzz(
    app: Flask,
    ids: Ids,
    each: int,
    only: tuple[str, ...] = ("",),
    names: Sequence[str] = VISITORS,
) -> Result:
    """`each` posts for each end point that takes a form; whatever one did is undone after it.

    `only` are beginnings of the end points' names, `names` the visitors who look for forms.
    """
    result = Result()
    visitors = [Visitor.arriving(app, name) for name in names]
    foreign = sorted({one for one in ids["B"].values() if one})
    with keeping(app.extensions["jiedui_database"]) as keeper, _heard(app) as heard:
        forms = forms_of(app, visitors, ids, only)
        keeper.restore()
        heard.clear()
        for endpoint, same in forms.items():
            told = result.answers[endpoint] = Counter()
            for number in range(each):
                form = same[number % len(same)]
                post = generated(form, number, form.visitor.token, foreign)
                status = _sent(form, post)
                told[status] += 1
                for fault in _faults(keeper, status, heard):
                    where = f"{endpoint} no. {number} by {form.visitor.name} ({post.what})"
                    result.wrong.append(f"{where}: {fault}")
            if endpoint not in DOORS and told[401] + told[403] > each // 2:
                result.wrong.append(f"{endpoint}: most got no further than the door")
    return result


def _sent(form: Form, post: Post) -> int:
    client = form.visitor.rested()
    answer = client.post(post.path, data=post.body, content_type=post.content_type)
    return answer.status_code


def _faults(keeper: Keeper, status: int, heard: list[str]) -> Iterator[str]:
    if status >= 500:
        yield f"{status} {' | '.join(heard)}"
    heard.clear()
    if keeper.changed():
        if status >= 400 and (tables := keeper.differing()):
            yield f"refused with {status}, and yet changed {', '.join(tables)}"
        keeper.restore()


@contextmanager
def _heard(app: Flask) -> Iterator[list[str]]:
    """What went wrong inside, for whoever has to mend it."""
    heard: list[str] = []

    def hear(_app: Flask, exception: BaseException, **_: object) -> None:
        last = traceback.extract_tb(exception.__traceback__)[-1]
        heard.append(f"{exception!r:.200} at {last.filename}:{last.lineno}")

    with got_request_exception.connected_to(hear, app):
        yield heard


@contextmanager
def furnished_site(url: str) -> Iterator[tuple[Flask, Ids]]:
    """The two districts in a new database."""
    with quick_passwords():
        ids = furnish(url)
        app = site_at(url)
        database = app.extensions["jiedui_database"]
        began = database.clock()
        database.clock = lambda: began  # or sessions would run out, and all be told to sign in
        try:
            yield app, ids
        finally:
            database.close()


@contextmanager
def fresh_database(postgresql: bool) -> Iterator[str]:
    if postgresql:
        with postgres() as server, server.database("fuzzed") as url:
            yield url
    else:
        with tempfile.TemporaryDirectory(prefix="jiedui-fuzz-") as folder:
            yield f"sqlite:///{folder}/jiedui.sqlite3"


def main(words: list[str]) -> int:
    numbers = [int(word) for word in words if word.isdecimal()]
    only = tuple(word for word in words if word[0].isalpha())
    with (
        fresh_database("--postgresql" in words) as url,
        furnished_site(url) as (app, ids),
    ):
        began = time.monotonic()
        result = fuzz(app, ids, *numbers or [500], only=only or ("",))
        seconds = time.monotonic() - began
    print(result.table())
    print(f"{len(result.answers)} forms, {result.posts} posts in {seconds:.0f} s, ", end="")
    print(f"{result.refused} refused, {len(result.wrong)} wrong")
    print("\n".join(result.wrong[:60]))
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
