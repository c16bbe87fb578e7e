"""The parties of the programme as they are stored: villages, needs, enterprises, offers, ties."""

from matcher.parties.comparing import Change, Counts, Difference, FieldChange, difference
from matcher.parties.detail import (
    Contact,
    EnterpriseDetail,
    LoggedChange,
    Tie,
    VillageDetail,
    changes_of,
    enterprise_detail,
    village_detail,
)
from matcher.parties.figures import Figure, Figures, Item, figures
from matcher.parties.finding_enterprises import EnterpriseRow, find_enterprises
from matcher.parties.finding_villages import VillageRow, counties, find_villages
from matcher.parties.history import Happening, enterprise_history, village_history
from matcher.parties.listing import Page, Search
from matcher.parties.snapshot import programme_json, read_programme_json, snapshot
from matcher.parties.staging import (
    Staged,
    StagedRow,
    Upload,
    confirm_import,
    drop_import,
    stage_import,
    staged,
    staged_imports,
)
from matcher.parties.taking import take
from matcher.parties.tenancy import narrow

__all__ = [
    "Change",
    "Contact",
    "Counts",
    "Difference",
    "EnterpriseDetail",
    "EnterpriseRow",
    "FieldChange",
    "Figure",
    "Figures",
    "Happening",
    "Item",
    "LoggedChange",
    "Page",
    "Search",
    "Staged",
    "StagedRow",
    "Tie",
    "Upload",
    "VillageDetail",
    "VillageRow",
    "changes_of",
    "confirm_import",
    "counties",
    "difference",
    "drop_import",
    "enterprise_detail",
    "enterprise_history",
    "figures",
    "find_enterprises",
    "find_villages",
    "narrow",
    "programme_json",
    "read_programme_json",
    "snapshot",
    "stage_import",
    "staged",
    "staged_imports",
    "take",
    "village_detail",
    "village_history",
]
