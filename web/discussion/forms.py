"""What may be entered in a discussion: a comment. The core says what may stand in it."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import TextAreaField

from matcher.discussion.wording import LONGEST
from web.forms import Said


class CommentForm(FlaskForm):
    text = TextAreaField(Said("discussion.text"), render_kw={"rows": 4, "maxlength": LONGEST})
