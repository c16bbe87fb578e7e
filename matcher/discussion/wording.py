"""What may stand in a comment: nothing invisible, and no number that belongs to a person.

Household data needs a purpose, a notice and a consent that a comment does not have (个人信息保护法
6, 17, 28, 29), and comments are never erased: so what looks like a telephone, identity card or bank
account number is refused before it is kept. An enterprise's unified social credit code is public
and stays, also where it happens to be all digits.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from matcher.errors import Fault
from matcher.uscc import is_uscc

LONGEST = 2000
FIELD = "text"

_JOINERS = "\u200c\u200d"  # some scripts and composed emoji need them
_LINES = re.compile(r"\n[ \t\u3000]*(?:\n[ \t\u3000]*)+")
_GAP = r"[ .-]"
_MOBILE = re.compile(rf"(?<!\d)1{_GAP}?[3-9](?:{_GAP}?\d){{9}}(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)\(?0\d{{2,3}}\)?{_GAP}{{0,2}}[2-8]\d{{2,3}}{_GAP}?\d{{4}}(?!\d)")
_LONG = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"\d{14,18}[\dXx]"
    rf"|\d{{6}}{_GAP}(?:\d{{8}}|\d{{4}}{_GAP}\d{{4}}){_GAP}\d{{3}}[\dXx]"
    rf"|[3-9]\d{{3}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?"
    r")(?![0-9A-Za-z])"
)
_IDENTITY = re.compile(r"\d{15}|\d{17}[\dXx]")
_SHOWN = 4


def cleaned(text: str) -> str:
    """The text without signs that nobody sees: controls, and letters that turn the direction."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(_seen(one) for one in composed)
    return _LINES.sub("\n\n", kept).strip()


def _seen(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Zl", "Zp"):
        return "\n"
    hidden = category in ("Cc", "Cf", "Cs") and sign not in "\n\t" + _JOINERS
    return "" if hidden or ord(sign) & 0xFFFE == 0xFFFE else sign


def faults_of(text: str) -> list[Fault]:
    """What is wrong with a cleaned text; empty for a good one."""
    if not text:
        return [_fault("discussion.nothing_written")]
    if len(text) > LONGEST:
        return [_fault("discussion.too_long", longest=LONGEST, length=len(text))]
    return [_fault(f"discussion.{kind}", ends=found[-_SHOWN:]) for kind, found in _personal(text)]


def _personal(text: str) -> list[tuple[str, str]]:
    """The first telephone, identity and account number, each as digits alone."""
    plain = "".join(map(_plain, unicodedata.normalize("NFKC", text)))
    mobile = (hit for hit in _MOBILE.finditer(plain) if _parted_like_a_number(hit[0]))
    found: dict[str, str] = {}
    for hit in (*mobile, *_LANDLINE.finditer(plain)):
        found.setdefault("phone_number", _digits(hit[0]))
    for hit in _LONG.finditer(plain):
        number = _digits(hit[0])
        if not (is_uscc(number.upper()) and not _has_birthday(number)):
            kind = "identity_number" if _IDENTITY.fullmatch(number) else "account_number"
            found.setdefault(kind, number)
    return list(found.items())


def _plain(sign: str) -> str:
    """Digits of every script as ours, every dash and blank as one; joiners are not there."""
    match unicodedata.category(sign):
        case "Nd":
            return str(unicodedata.digit(sign))
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case _:
            return "" if sign in _JOINERS else sign


def _parted_like_a_number(hit: str) -> bool:
    """In three pieces at the most, or digit by digit: “13 20 35 40 12 9” is a row of figures."""
    return len(hit) - len(_digits(hit)) in (0, 1, 2, 10)


def _digits(hit: str) -> str:
    return re.sub(r"[^0-9Xx]", "", hit)


def _has_birthday(number: str) -> bool:
    """Whether its 7th to 14th digits are a day in living memory, as in an identity number."""
    try:
        born = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return False
    return 1900 <= born.year < 2100


def _fault(code: str, **params: object) -> Fault:
    return Fault(file="", sheet="", cell="", code=code, field=FIELD, params=params)
