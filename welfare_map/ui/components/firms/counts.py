"""*Che cosa si cerca qui*: what firms of the planning district declared for counts alone."""

from dataclasses import dataclass

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.parts import table, tag
from welfare_map.maps.popups import escape
from welfare_map.model import ExchangeCountRow, ExchangeCountsQuery
from welfare_map.questions.exchange_counts import exchange_counts
from welfare_map.texts import formats, text
from welfare_map.ui.components.place_search import Place
from welfare_map.ui.context import Page

HEADS = ("direction", "kind", "at_least")


@dataclass(frozen=True, slots=True)
class CountsHere:
    """The rows of the published table that are about one planning district, "" where the place is in none."""

    district_name: str
    rows: tuple[ExchangeCountRow, ...]

    @property
    def has_demo(self) -> bool:
        """Whether invented firms are counted."""
        return any(row.is_demo for row in self.rows)


def counts_here(page: Page, place: Place) -> CountsHere:
    """Return what the published table says of the planning district in which a place lies."""
    territory = page.snapshot.territory
    try:
        town = territory.municipalities.iloc[territory.row_of(territory.locate(place.lon, place.lat))]
    except InputError:
        return CountsHere("", ())
    name = town["district_name"] if isinstance(town["district_name"], str) else ""
    answer = exchange_counts(page.snapshot, ExchangeCountsQuery(as_of_on=page.as_of_on))
    return CountsHere(name, tuple(row for row in answer.rows if row.district_id == town["district_id"]))


def counts_panel(page: Page, found: CountsHere) -> None:
    """Draw them, folded away: the table is the same for everybody, whatever is asked on the page."""
    if not found.district_name:
        return
    lang = page.lang
    with st.expander(text("exchange_counts.title", lang, district=found.district_name), key="exchange-counts"):
        if found.rows:
            heads = [text(f"cli.column.{head}", lang) for head in HEADS]
            st.html(table(heads, [_cells(row, lang) for row in found.rows], text("exchange_counts.label", lang)))
        else:
            st.write(text("exchange_counts.none_here", lang))
        st.caption(text("exchange_counts.method", lang))


def _cells(row: ExchangeCountRow, lang: str) -> tuple[str, ...]:
    label = f" {tag(text('card.demo', lang), style='wm-demo')}" if row.is_demo else ""
    return (
        escape(text(f"codes.direction.{row.direction}", lang)),
        escape(text(f"codes.exchange_kind.{row.exchange_kind}", lang)) + label,
        escape(formats.number(row.at_least_count, lang)),
    )
