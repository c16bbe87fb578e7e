"""A board through the inspecting client: its pairs, its forms, what is done on it."""

from __future__ import annotations

import re

from tests.web.client import Inspector, Page

Chosen = str
"""A pair as forms send it: "USCC-code-version"."""


def address(visitor: Inspector) -> str:
    """Of the only round there is."""
    (path,) = {one for one in visitor.get("/rounds").links() if one.startswith("/rounds/")}
    return path


def board(visitor: Inspector, query: str = "") -> Page:
    return visitor.get(address(visitor) + query)


def rows(page: Page) -> dict[str, str]:
    """Each pair's key, with all that its row says."""
    return {
        one.get("data-key"): " ".join("".join(one.itertext()).split())
        for one in page.all("tr")
        if one.get("data-key")
    }


def pairs(page: Page) -> list[Chosen]:
    """The pairs that can be ticked, in the order of the list."""
    return [one.get("value") for one in page.all("input", name="pair", type="checkbox")]


def key_of(chosen: Chosen) -> str:
    return chosen.rpartition("-")[0]


def decide(
    visitor: Inspector, decision: str, *chosen: Chosen, reason: str = "", status: int = 303, **more
) -> Page:
    """Post a decision about these pairs and, where it was taken, look at the board again."""
    path = address(visitor)
    data = {"decision": decision, "pair": list(chosen), "reason": reason, **more}
    answer = visitor.post(f"{path}/deeds", data, status)
    return visitor.follow(answer) if status == 303 else answer


def counts(page: Page) -> dict[str, int]:
    """How many there are of each kind, by the addresses of the tabs."""
    tabs = page.all("ul", class_="tabs")[0]
    found = {}
    for link in tabs.iter("a"):
        show = re.search(r"show=(\w+)", link.get("href") or "")
        found[show[1]] = int(re.sub(r"\D", "", "".join(link.itertext())))
    return found


def figure(page: Page, name: str) -> str:
    """A figure of the header with its difference, as it is read."""
    for one in page.all("div", class_="figure"):
        words = ["".join(part.itertext()).split() for part in one]
        if " ".join(words[0]) == name:
            return " ".join(words[1])
    raise KeyError(name)
