"""Villages, needs, enterprises, offers and what stands between them."""

from __future__ import annotations

from matcher.store.columns import create, day, flag, listed, stamps, term, whole, words

revision = "0002"
down_revision = "0001"

VILLAGE_KIND = "administrative community"
DESIGNATION = "deep_poverty supervised lifted key ordinary"
CONDITION = "good fair poor none"
CATEGORY = (
    "industry jobs donation skills consumption education medical infrastructure environment "
    "party_building hardship other"
)
BRING = "people goods industry mindset appearance"
URGENCY = "urgent normal reserve"
RECEIVER = "collective school clinic county_charity township"
LAND_CHECK = "not_involved checked pending"
NEED_STATUS = "draft submitted town_audit county_audit open partly_met met returned withdrawn"
PARTY_TYPE = "enterprise social chamber channel"
OWNERSHIP = "state private foreign hk_mo_tw mixed"
SIZE_BAND = "large medium small micro"
DECISION_PATH = "local headquarters"
MOBILISING_DEPT = "cooperation investment commerce street federation"
INTEREST = "untouched informed intending promised signed"
OUTREACH_CHANNEL = "visit service salon top200"
OFFER_KIND = "cash goods jobs training purchase experts operation"
ARRANGEMENT_KIND = (
    "pin veto paired visited gift enterprise_keen enterprise_willing enterprise_declines "
    "village_keen village_willing village_declines"
)
GIFT_KIND = "cash goods construction service party_dues"
PRECISION = "exact approx at_least"


def upgrade() -> None:
    create(
        "village",
        words("id"),
        words("code"),
        whole("code_year", null=True),
        words("successor_code", null=True),
        words("name"),
        words("town"),
        words("county"),
        words("prefecture", null=True),
        term("kind", VILLAGE_KIND, null=True),
        term("designation", DESIGNATION, null=True),
        whole("lifted_out_year", null=True),
        whole("households", null=True),
        whole("people", null=True),
        whole("poor_households", null=True),
        whole("poor_people", null=True),
        whole("monitored_households", null=True),
        whole("labour_force", null=True),
        whole("working_away", null=True),
        whole("aged_65_plus", null=True),
        words("ethnic_groups", null=True),
        words("languages", null=True),
        whole("longitude", null=True),
        whole("latitude", null=True),
        whole("km_to_county_seat", null=True),
        whole("altitude_m", null=True),
        term("road", CONDITION, null=True),
        term("water", CONDITION, null=True),
        term("power", CONDITION, null=True),
        term("network", CONDITION, null=True),
        term("school", CONDITION, null=True),
        term("clinic", CONDITION, null=True),
        whole("arable_mu", null=True),
        whole("forest_mu", null=True),
        whole("transferable_mu", null=True),
        words("main_industry", null=True),
        words("special_products", null=True),
        whole("annual_output_t", null=True),
        whole("unsold_t", null=True),
        listed("harvest_months"),
        whole("collective_income_fen", null=True),
        words("organisations", null=True),
        listed("constraints"),
        whole("max_partners", null=True),
        words("secretary_name", null=True),
        words("secretary_phone", null=True),
        words("director_name", null=True),
        words("director_phone", null=True),
        words("first_secretary_name", null=True),
        words("first_secretary_phone", null=True),
        words("team_leader_name", null=True),
        words("team_leader_phone", null=True),
        words("filled_by", null=True),
        day("town_audited_on", null=True),
        day("county_audited_on", null=True),
        day("verified_on", null=True),
        words("note", null=True),
        *stamps(),
        unique=["code"],
        indexed=["county"],
    )
    create(
        "need",
        words("id"),
        words("number"),
        words("village_code"),
        term("category", CATEGORY),
        term("bring", BRING, null=True),
        words("title"),
        words("description", null=True),
        whole("quantity", null=True),
        words("unit", null=True),
        whole("budget_fen", null=True),
        whole("gap_fen", null=True),
        flag("divisible", null=True),
        whole("min_share_fen", null=True),
        whole("beneficiary_households", null=True),
        whole("beneficiary_people", null=True),
        whole("poor_households", null=True),
        whole("poor_people", null=True),
        term("urgency", URGENCY),
        day("needed_by", null=True),
        term("receiver", RECEIVER, null=True),
        flag("receiver_can_ticket", null=True),
        words("photo", null=True),
        words("quotation", null=True),
        day("minutes_on", null=True),
        words("minutes_file", null=True),
        term("land_check", LAND_CHECK, null=True),
        term("status", NEED_STATUS),
        words("note", null=True),
        *stamps(),
        unique=["number"],
        indexed=["village_code"],
        points_at={"village_code": "village.code"},
    )
    create(
        "enterprise",
        words("id"),
        words("uscc"),
        words("name"),
        words("former_names", null=True),
        term("party_type", PARTY_TYPE),
        words("registered_district", null=True),
        words("address", null=True),
        term("ownership", OWNERSHIP, null=True),
        words("industry_code", null=True),
        words("industry", null=True),
        term("size_band", SIZE_BAND, null=True),
        flag("is_top200", null=True),
        words("hq_city", null=True),
        term("decision_path", DECISION_PATH, null=True),
        whole("decision_days", null=True),
        whole("min_villages", null=True),
        whole("max_villages"),
        listed("preferred_counties"),
        listed("excluded_categories"),
        whole("canteen_headcount", null=True),
        whole("gift_budget_fen", null=True),
        words("product_interests", null=True),
        term("mobilising_dept", MOBILISING_DEPT, null=True),
        term("interest", INTEREST, null=True),
        term("outreach_channel", OUTREACH_CHANNEL, null=True),
        day("outreach_on", null=True),
        words("outreach_person", null=True),
        words("outreach_note", null=True),
        flag("publicity_consent", null=True),
        words("related_parties", null=True),
        day("credit_checked_on", null=True),
        words("contact_name", null=True),
        words("contact_phone", null=True),
        flag("contact_consent", null=True),
        words("note", null=True),
        *stamps(),
        unique=["uscc"],
    )
    create(
        "offer",
        words("id"),
        words("number"),
        words("uscc"),
        term("kind", OFFER_KIND),
        listed("categories"),
        words("title"),
        words("description", null=True),
        whole("amount_fen", null=True),
        whole("quantity", null=True),
        words("unit", null=True),
        day("starts_on", null=True),
        day("ends_on", null=True),
        listed("counties"),
        listed("receivers"),
        words("note", null=True),
        *stamps(),
        unique=["number"],
        indexed=["uscc"],
        points_at={"uscc": "enterprise.uscc"},
    )
    create(
        "arrangement",
        words("id"),
        term("kind", ARRANGEMENT_KIND),
        words("uscc"),
        words("village_code", null=True),
        day("on", null=True),
        words("reason", null=True),
        words("batch", null=True),
        term("gift_kind", GIFT_KIND, null=True),
        words("item", null=True),
        whole("quantity", null=True),
        words("unit", null=True),
        whole("amount_fen", null=True),
        term("precision", PRECISION, null=True),
        words("source", null=True),
        *stamps(),
        indexed=["uscc", "village_code"],
        points_at={"uscc": "enterprise.uscc", "village_code": "village.code"},
    )
