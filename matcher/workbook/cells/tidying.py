"""Text as it was typed, brought into one form: blanks trimmed, full-width signs folded."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = " \t\r\n\f\v\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_OUTER = re.compile(f"^[{_BLANKS}]+|[{_BLANKS}]+$")
_INNER = re.compile(f"[{_BLANKS}]+")
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SHOWN = 60  # characters of a found text that a sentence repeats


def trimmed(text: str) -> str:
    """Free text without blanks around it; line ends as one sign."""
    return _OUTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def folded(text: str) -> str:
    """For what is compared or computed: "３０　万 " → "30万"."""
    return _INNER.sub("", unicodedata.normalize("NFKC", text))


def has_control_signs(text: str) -> bool:
    """Signs that no person types and no workbook can hold."""
    return bool(_NEVER.search(text))


def without_control_signs(text: str) -> str:
    return _NEVER.sub("", text)


def shown(text: str) -> str:
    """A found text as a sentence may repeat it: short, on one line, printable."""
    line = _NEVER.sub("\ufffd", _INNER.sub(" ", text)).strip()
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
