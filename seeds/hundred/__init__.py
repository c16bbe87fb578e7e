"""A programme of any size from a seed number, skewed, scarce and scattered as real ones are."""

from __future__ import annotations

from matcher.errors import JieduiError
from matcher.programme import Programme
from seeds.hundred.enterprises import districts, enterprises, offers
from seeds.hundred.geography import lay_out
from seeds.hundred.needs import needs
from seeds.hundred.ties import ties
from seeds.hundred.villages import main_products, villages

SIZE = (100, 100)
NATION = (127_000, 139_000)
"""Who took part in the 万企帮万村 campaign of a whole nation: enterprises and villages."""
MOST = 1_000_000


def programme(size: tuple[int, int] | None = None, seed: int = 0) -> Programme:
    """`size` is (enterprises, villages). The same seed gives the same programme on every machine.

    Raises JieduiError "example.size" outside 1 … 1,000,000, "example.seed" below 0.
    """
    enterprise_count, village_count = SIZE if size is None else size
    if not (1 <= enterprise_count <= MOST and 1 <= village_count <= MOST):
        raise JieduiError(
            "example.size", enterprises=enterprise_count, villages=village_count, most=MOST
        )
    if seed < 0:
        raise JieduiError("example.seed", seed=seed)
    geography = lay_out(village_count, seed)
    products = main_products(geography, seed)
    takers = villages(geography, products, seed)
    district = districts(enterprise_count, geography, seed)
    givers = enterprises(geography, district, seed)
    return Programme(
        villages=takers,
        needs=needs(takers, products, seed),
        enterprises=givers,
        offers=offers(givers, seed),
        arrangements=ties(geography, takers, givers, district, seed),
    )


def nation(size: tuple[int, int] | None = None, seed: int = 0) -> Programme:
    """The same at the size of a nation."""
    return programme(NATION if size is None else size, seed)
