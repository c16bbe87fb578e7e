"""An address as a QR code that a phone reads from the screen."""

from __future__ import annotations

import segno

QUIET_ZONE = 4  # modules of white around it, as ISO/IEC 18004 asks for


def picture(address: str) -> str:
    """An SVG as a data: address, dark on light in either dress, with nothing that runs in it."""
    code = segno.make(address, error="m", micro=False)
    said: str = code.svg_data_uri(border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True)
    return said
