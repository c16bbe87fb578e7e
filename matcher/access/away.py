"""In whose name work is done while whoever asked for it is away."""

from __future__ import annotations

from sqlalchemy.orm import Session

from matcher.access.accounts import scope_of
from matcher.access.model import Account
from matcher.access.rights import Actor, operator
from matcher.errors import NotAllowed


def asker(session: Session, account_id: str | None, name: str) -> Actor:
    """Who asked, with the role and place they have now; without an account, who sat at the machine.

    Raises NotAllowed when the account was closed meanwhile.
    """
    if account_id is None:
        return operator(name)
    account = session.get(Account, account_id)
    if account is None or account.disabled:
        raise NotAllowed("access.account_closed", name=name)
    return Actor(
        account_id=account.id,
        name=account.name,
        display_name=account.display_name,
        role=account.role,
        scope=scope_of(account),
    )
