"""No test depends on another machine, nor on whose machine it runs."""

from __future__ import annotations

import os
import socket
import time

import pytest


def test_a_test_that_asks_another_machine_fails():
    with pytest.raises(AssertionError, match="asked the network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_zone_and_language_are_the_same_for_everybody():
    assert time.tzname == ("UTC", "UTC")
    assert os.environ["LANG"] == "C.UTF-8"
    assert not [name for name in os.environ if name.startswith(("LC_", "JIEDUI_"))]
