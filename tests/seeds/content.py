"""A programme's whole content as one number, written the same whatever the machine."""

import dataclasses
import hashlib

from matcher.programme import Programme


def digest(programme: Programme) -> str:
    """SHA-256 over every value of every record, in order."""
    content = hashlib.sha256()
    for field in dataclasses.fields(programme):
        for record in getattr(programme, field.name):
            values = (str(getattr(record, one.name)) for one in dataclasses.fields(record))
            content.update("\x1f".join(values).encode() + b"\n")
    return content.hexdigest()
