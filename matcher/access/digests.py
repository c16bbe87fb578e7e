"""What is only ever compared, tokens, names tried and spare codes, is kept as its SHA-256."""

from __future__ import annotations

import hashlib


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
