"""What each field's type leaves open: units, bounds and the forms of codes, record by record."""

from __future__ import annotations

from matcher.workbook.layout.column import Shape

_VILLAGE_CODE = Shape(code="village", width=17)
_USCC = Shape(code="uscc", width=23)
_NUMBER = Shape(code="number", width=14)
_PHONE = Shape(code="phone")
_HOUSEHOLDS = Shape("household")
_PEOPLE = Shape("person")
_MU = Shape("mu")
_TONNES = Shape("tonne")
_YEAR = Shape("year", least=1900, most=2200)
_LONG = Shape(width=36)
_NAME = Shape(width=24)

SHAPES: dict[str, dict[str, Shape]] = {
    "village": {
        "code": _VILLAGE_CODE,
        "code_year": _YEAR,
        "successor_code": _VILLAGE_CODE,
        "lifted_out_year": _YEAR,
        "households": _HOUSEHOLDS,
        "people": _PEOPLE,
        "poor_households": _HOUSEHOLDS,
        "poor_people": _PEOPLE,
        "monitored_households": _HOUSEHOLDS,
        "labour_force": _PEOPLE,
        "working_away": _PEOPLE,
        "aged_65_plus": _PEOPLE,
        "longitude": Shape("degree", places=6, least=-180, most=180),
        "latitude": Shape("degree", places=6, least=-90, most=90),
        "km_to_county_seat": Shape("kilometre"),
        "altitude_m": Shape("metre", least=-500, most=9000),
        "arable_mu": _MU,
        "forest_mu": _MU,
        "transferable_mu": _MU,
        "annual_output_t": _TONNES,
        "unsold_t": _TONNES,
        "max_partners": Shape("firm", most=1000),
        "secretary_phone": _PHONE,
        "director_phone": _PHONE,
        "first_secretary_phone": _PHONE,
        "team_leader_phone": _PHONE,
        "note": _LONG,
    },
    "need": {
        "number": _NUMBER,
        "village_code": _VILLAGE_CODE,
        "title": _NAME,
        "description": _LONG,
        "beneficiary_households": _HOUSEHOLDS,
        "beneficiary_people": _PEOPLE,
        "poor_households": _HOUSEHOLDS,
        "poor_people": _PEOPLE,
        "note": _LONG,
    },
    "enterprise": {
        "uscc": _USCC,
        "name": _NAME,
        "address": _LONG,
        "industry_code": Shape(code="industry"),
        "decision_days": Shape("day", most=3650),
        "min_villages": Shape("village", most=1000),
        "max_villages": Shape("village", most=1000),
        "canteen_headcount": _PEOPLE,
        "outreach_note": _LONG,
        "contact_phone": _PHONE,
        "note": _LONG,
    },
    "offer": {
        "number": _NUMBER,
        "uscc": _USCC,
        "title": _NAME,
        "description": _LONG,
        "note": _LONG,
    },
    "arrangement": {
        "uscc": _USCC,
        "village_code": _VILLAGE_CODE,
        "reason": _LONG,
        "source": _LONG,
    },
}
