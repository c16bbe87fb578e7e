"""Posts that no browser of ours sends: fields wrong, missing, doubled, huge, foreign or hostile."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from tests.faults.forms import ID, Form

HOSTILE: tuple[bytes, ...] = (
    b"",
    b" ",
    b"0",
    b"-1",
    b"1.5",
    b"1e309",
    b"NaN",
    b"true",
    b"null",
    b"[]",
    b"9" * 30,
    b"2147483648",
    b"9007199254740992",
    b"9223372036854775808",
    b"-9223372036854775809",
    "٣".encode(),
    "１２３".encode(),
    "²".encode(),
    b"0x10",
    b"1_000",
    b"2026-02-30",
    b"0000-00-00",
    b"0001-01-01",
    b"9999-12-31",
    b"10000-01-01",
    b"2026-12-31T00:00",
    b"\0",
    b"a\0b",
    bytes(range(1, 32)),
    b"\x7f\x80\x9f",
    b"\xed\xa0\x80",  # a lone surrogate
    b"\xed\xbf\xbf\xed\xa0\x80",
    b"\xff\xfe",
    b"\xc3",
    "\u202e\u2066\ufeff".encode(),
    "\U0001f9e8".encode() * 9,
    "e\u0301".encode() * 60,
    b"' OR '1'='1",
    b"1; DROP TABLE account;--",
    b"%' UNION SELECT 1--",
    b"\\",
    b"{{ 7 * 7 }}",
    b"{% include 'x' %}",
    b"{name:each}",
    b"{" + b'"a":[' * 3000,
    b'{"kind": {"kind": []}, "amount": -1e400}',
    b'{"kind": "leaves", "uscc": null}',
    b"%s%n%(x)s",
    b"${7*7}",
    b"<script>alert(1)</script>",
    b"</textarea><img src=x onerror=alert(1)>",
    b"../../etc/passwd",
    b"//evil.example/",
    b"x\r\nSet-Cookie: a=b",
    b"=1+1",
    b"-",
    b"--1",
    b"x" * 300,
    "村".encode() * 5_000,
    b"x" * 70_000,
    b"x" * 270_000,
)
EXTRA_NAMES = ("id", "role", "version", "__class__", "csrf_token", "next", "only", "pair", "x" * 99)
TOKEN = b"csrf_token"
FOREIGN_TOKEN = b"ImFiYyI.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"
BOUNDARY = b"----of-a-test"

Entries = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Post:
    path: str
    content_type: str
    body: bytes
    what: str


def generated(form: Form, number: int, token: str, foreign: Sequence[str]) -> Post:
    """The post of this number: always the same. `foreign` are ids and codes of another tenant."""
    dice = random.Random(f"{form.endpoint} {number}")
    entries = [(name.encode(), value.encode()) for name, value in form.entries]
    entries += [(name.encode(), b"") for name in form.files]
    sent: Entries = [*entries, (TOKEN, token.encode())]
    path, done = form.path, []
    for change in dice.choices(CHANGES, WEIGHTS, k=dice.randint(1, 3)):
        sent = change(dice, sent, foreign)
        done.append(change.__name__.strip("_"))
    if ID.search(path) and dice.random() < 0.15:
        path = ID.sub(lambda _: dice.choice([*foreign, "0" * 8 + "-1"]), path)
        done.append("another path")
    content_type, body = _encoded(dice, sent, form.files)
    return Post(path, content_type, body, " + ".join([*done, content_type.partition(";")[0]]))


def _hostile_value(dice: random.Random, sent: Entries, _foreign: Sequence[str]) -> Entries:
    return _with(dice, sent, dice.choice(HOSTILE))


def _another_s(dice: random.Random, sent: Entries, foreign: Sequence[str]) -> Entries:
    return _with(dice, sent, dice.choice(foreign).encode())


def _missing(dice: random.Random, sent: Entries, _foreign: Sequence[str]) -> Entries:
    at = _one(dice, sent)
    return [entry for place, entry in enumerate(sent) if place != at]


def _doubled(dice: random.Random, sent: Entries, _foreign: Sequence[str]) -> Entries:
    at = _one(dice, sent)
    if at is None:
        return sent
    name, value = sent[at]
    twin = (name, dice.choice([value, dice.choice(HOSTILE)]))
    return [twin, *sent] if dice.random() < 0.5 else [*sent, *[twin] * dice.choice([1, 1, 90])]


def _swapped(dice: random.Random, sent: Entries, _foreign: Sequence[str]) -> Entries:
    one, other = _one(dice, sent), _one(dice, sent)
    if one is None or other is None:
        return sent
    swapped = [*sent]
    swapped[one], swapped[other] = (sent[one][0], sent[other][1]), (sent[other][0], sent[one][1])
    return swapped


def _unasked(dice: random.Random, sent: Entries, foreign: Sequence[str]) -> Entries:
    name = dice.choice(EXTRA_NAMES).encode()
    return [*sent, (name, dice.choice([*HOSTILE, *(one.encode() for one in foreign)]))]


def _forged(dice: random.Random, sent: Entries, _foreign: Sequence[str]) -> Entries:
    others = [entry for entry in sent if entry[0] != TOKEN]
    if dice.random() < 0.5:
        return others
    return [*others, (TOKEN, dice.choice([FOREIGN_TOKEN, *HOSTILE]))]


def _one(dice: random.Random, sent: Entries) -> int | None:
    """Which field: not the form's token, or hardly any post would get past it."""
    return dice.choice([at for at, entry in enumerate(sent) if entry[0] != TOKEN] or [None])


def _with(dice: random.Random, sent: Entries, value: bytes) -> Entries:
    at = _one(dice, sent)
    return [(name, value if place == at else kept) for place, (name, kept) in enumerate(sent)]


CHANGES = (_hostile_value, _another_s, _missing, _doubled, _swapped, _unasked, _forged)
WEIGHTS = (8, 2, 2, 2, 1, 2, 1)


def _encoded(dice: random.Random, sent: Entries, files: Sequence[str]) -> tuple[str, bytes]:
    usual, parts = (0, 94) if files else (80, 14)
    (kind,) = dice.choices(("form", "parts", "text", "torn"), (usual, parts, 3, 3))
    if kind == "form":
        pairs = (quote_from_bytes(n, b"") + "=" + quote_from_bytes(v, b"") for n, v in sent)
        return "application/x-www-form-urlencoded", "&".join(pairs).encode()
    if kind == "text":
        return dice.choice(("text/plain", "application/json", "")), dice.choice(HOSTILE)
    written = b"".join(_part(dice, name, value, files) for name, value in sent)
    if kind == "torn":
        written = written[: dice.randint(0, len(written))]
        boundary = dice.choice(("", "; boundary=" + BOUNDARY.decode()))
        return f"multipart/form-data{boundary}", written
    whole = written + b"--" + BOUNDARY + b"--\r\n"
    return f"multipart/form-data; boundary={BOUNDARY.decode()}", whole


def _part(dice: random.Random, name: bytes, value: bytes, files: Sequence[str]) -> bytes:
    said = name.replace(b'"', b"%22").replace(b"\r", b"").replace(b"\n", b"")
    file = b""
    if name.decode("utf-8", "replace") in files:
        file = b'; filename="' + dice.choice((b"a.csv", b"a.xlsx", b"../x.xlsx", b"", b"x")) + b'"'
        value = dice.choice((value, b"PK\x03\x04" + value, "村代码,村名\n1,甲\n".encode()))
    head = b'Content-Disposition: form-data; name="' + said + b'"' + file
    return b"--" + BOUNDARY + b"\r\n" + head + b"\r\n\r\n" + value + b"\r\n"
