"""The closed lists of a pair's life: its role, its states, what moves it, its letters."""

from __future__ import annotations

from matcher.terms import Terms


class PairRole(Terms):
    """A village has one leading partner; whoever comes beside it supports."""

    LEAD = "lead", "主结对", "Lead"
    SUPPORTING = "supporting", "协同", "Supporting"


class PairState(Terms):
    """Where a pair stands in its life (domain c4); `pairing/moves.py` says what leads where."""

    ASKED = "asked", "待双方同意", "Awaiting both sides"
    ENTERPRISE_AGREED = "enterprise_agreed", "待村同意", "Awaiting the village"
    VILLAGE_AGREED = "village_agreed", "待企业同意", "Awaiting the enterprise"
    TO_SIGN = "to_sign", "双方同意，待签", "Both agreed, to be signed"
    UNDER_WAY = "under_way", "履约中", "Under way"
    DUE = "due", "到期", "Term over"
    DECLINED = "declined", "未获同意", "Declined"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    LAPSED = "lapsed", "逾期未答", "Lapsed"
    ENDED = "ended", "已终止", "Ended"


class PairMove(Terms):
    SEND = "send", "发出征询", "Send out"
    ENTERPRISE_AGREES = "enterprise_agrees", "企业同意", "Enterprise agrees"
    ENTERPRISE_DECLINES = "enterprise_declines", "企业不同意", "Enterprise declines"
    VILLAGE_AGREES = "village_agrees", "村同意", "Village agrees"
    VILLAGE_DECLINES = "village_declines", "村不同意", "Village declines"
    WITHDRAW = "withdraw", "撤回征询", "Withdraw"
    LAPSE = "lapse", "逾期失效", "Lapse"
    SIGN = "sign", "登记签约", "Register the signing"
    FALL_DUE = "fall_due", "到期", "Fall due"
    RENEW = "renew", "续签", "Renew"
    END = "end", "终止结对", "End"


class LetterState(Terms):
    WAITING = "waiting", "待发送", "Waiting"
    SENT = "sent", "已发送", "Sent"
    GIVEN_UP = "given_up", "未能送达", "Given up"
