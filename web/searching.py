"""The filter above a list, read from its address: what cannot be read filters nothing."""

from __future__ import annotations

from flask import request
from wtforms import Form, SelectField, StringField
from wtforms.validators import Length

from matcher.parties import Search
from matcher.vocabulary import Category
from web.forms import Said
from web.translating import t, term

LONGEST_TEXT = 100


class SearchForm(Form):
    """It travels in the address, so that a list can be kept and sent."""

    text = StringField(Said("search.text"), validators=[Length(max=LONGEST_TEXT)])
    county = SelectField(Said("search.county"))
    category = SelectField(Said("search.category"))
    order = SelectField(Said("search.order"))

    def __init__(self, counties: list[str], orders: tuple[str, ...]) -> None:
        super().__init__(request.args)
        everything = ("", t("search.all"))
        self.county.choices = [everything, *((name, name) for name in counties)]
        self.category.choices = [everything, *((one.value, term(one)) for one in Category)]
        self.order.choices = [(order, t(f"search.by_{order}")) for order in orders]
        self.validate()

    def search(self) -> Search:
        said = self.said()
        category = said.get("category")
        return Search(
            text=said.get("text", ""),
            county=said.get("county", ""),
            category=Category(category) if category else None,
            order=said.get("order", ""),
            page=request.args.get("page", 1, type=int),
        )

    def said(self) -> dict[str, str]:
        """What filters: the arguments of the addresses of the other pages."""
        fields = (field for field in self if field.data and not field.errors)
        return {field.name: field.data.strip() for field in fields if field.data.strip()}
