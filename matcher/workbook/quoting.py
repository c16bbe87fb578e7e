"""The quote that keeps a spreadsheet from computing a text of a CSV file, put on and taken off."""

from __future__ import annotations

import re

_COMPUTED = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def quoted(text: str) -> str:
    """A text that a spreadsheet could take for a formula gets a ' in front: "=1+1" → "'=1+1"."""
    return f"'{text}" if _COMPUTED.match(text) else text


def unquoted(text: str) -> str:
    """What `quoted` was given."""
    return text[1:] if text.startswith("'") and _COMPUTED.match(text) else text
