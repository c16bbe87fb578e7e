"""Several people at one round: what they write to each other, who is here, and a pair's story."""

from matcher.discussion.chronicle import (
    Chronicle,
    Decided,
    Entry,
    Happened,
    LeftOut,
    Said,
    Suggested,
    chronicle,
)
from matcher.discussion.commenting import withdraw_comment, write_comment
from matcher.discussion.mentions import mentions_of, read_mentions
from matcher.discussion.naming import who_may_be_named
from matcher.discussion.presence import come, others_here
from matcher.discussion.reading import comment_count, comments_of, pairs_discussed
from matcher.discussion.rows import CommentRow, Here, MentionRow, Nameable, TalkedOf

__all__ = [
    "Chronicle",
    "CommentRow",
    "Decided",
    "Entry",
    "Happened",
    "Here",
    "LeftOut",
    "MentionRow",
    "Nameable",
    "Said",
    "Suggested",
    "TalkedOf",
    "chronicle",
    "come",
    "comment_count",
    "comments_of",
    "mentions_of",
    "others_here",
    "pairs_discussed",
    "read_mentions",
    "who_may_be_named",
    "withdraw_comment",
    "write_comment",
]
