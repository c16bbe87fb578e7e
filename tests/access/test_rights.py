"""The rights table: complete, and what it must never grant."""

from __future__ import annotations

import pytest

from matcher.access import RIGHTS, Action, may, operator, require
from matcher.errors import NotAllowed
from matcher.messages import say
from matcher.vocabulary import Role
from tests.people import somebody

CHANGES_BUSINESS = (
    Action.IMPORT_PARTIES,
    Action.OPEN_ROUND,
    Action.RUN_ROUND,
    Action.DECIDE,
)


def test_every_action_has_its_line():
    assert set(RIGHTS) == set(Action)
    assert all(RIGHTS.values())


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_who_is_not_in_the_table_is_refused_with_a_sentence(role, action):
    actor = somebody(role)

    if may(actor, action):
        require(actor, action)
        return
    with pytest.raises(NotAllowed) as refused:
        require(actor, action)
    for language, label in (("zh", role.zh), ("en", role.en)):
        sentence = say(refused.value.code, language, **refused.value.params)
        assert label in sentence
        assert say(f"access.action.{action}", language) in sentence


def test_an_administrator_has_no_business_data():
    seen = {action for action in Action if may(somebody(Role.ADMINISTRATOR), action)}

    assert seen == {
        Action.SIGN_IN,
        Action.SIGN_OUT,
        Action.CHANGE_PASSWORD,
        Action.KEEP_CODES,
        Action.MANAGE_ACCOUNTS,
    }


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_who_only_looks_on_changes_nothing(role):
    assert not [action for action in CHANGES_BUSINESS if may(somebody(role), action)]


def test_nobody_both_grants_rights_and_reviews_what_was_done_with_them():
    for role in set(Role) - {Role.OPERATOR}:
        assert not (
            may(somebody(role), Action.MANAGE_ACCOUNTS) and may(somebody(role), Action.SEE_AUDIT)
        )


def test_contacts_are_for_the_district_only():
    allowed = {role for role in Role if may(somebody(role), Action.SEE_CONTACTS)}

    assert allowed == {Role.COORDINATOR, Role.REVIEWER}


def test_who_sits_at_the_machine_decides_about_no_pair():
    assert not may(operator("root"), Action.DECIDE)
