"""Services side by side, as a table: a column each."""

from collections.abc import Iterable, Sequence

from welfare_map.maps.parts import contact_html, head_row, scrolled, tag
from welfare_map.maps.popups import escape
from welfare_map.maps.service_words import (
    ages_words,
    capacity_words,
    fee_words,
    free_words,
    hours_words,
    place_words,
    provider_words,
    travel_words,
)
from welfare_map.model import ServiceRow
from welfare_map.texts import text


def comparison_table(rows: Sequence[ServiceRow], lang: str, *, has_roads: bool = False) -> str:
    """Build a table that holds services side by side, a line per thing to compare; with roads estimates are marked."""
    cells = [dict(_lines(row, lang, has_roads=has_roads)) for row in rows]
    heads = "".join(f'<th scope="col">{escape(row.name)} {_demo_label(row, lang)}</th>' for row in rows)
    body = "".join(
        f'<tr><th scope="row">{escape(text(key, lang))}</th>'
        + "".join(f"<td>{said[key]}</td>" for said in cells)
        + "</tr>"
        for key in (cells[0] if cells else ())
    )
    made = f'<table class="wm-table wm-compare">{head_row(f"<td></td>{heads}")}{body}</table>'
    return scrolled(made, text("find.compare_title", lang))


def _lines(row: ServiceRow, lang: str, *, has_roads: bool) -> Iterable[tuple[str, str]]:
    """Yield text key and cell, as HTML."""
    yield "card.minutes_label", escape(travel_words(row, lang, has_roads=has_roads))
    yield "card.kind", escape(text(f"codes.kind.{row.kind}", lang))
    yield "card.hours", escape(hours_words(row, lang))
    yield "card.ages", escape(ages_words(row, lang) or "–")
    yield "card.capacity", escape(capacity_words(row, lang))
    yield "card.free", escape(free_words(row, lang))
    yield "card.fee", escape(fee_words(row, lang))
    yield "card.provider", escape(provider_words(row, lang) or "–")
    yield "card.address", escape(place_words(row, lang))
    yield "card.contact", contact_html(row.phone, row.email, row.website, lang)


def _demo_label(row: ServiceRow, lang: str) -> str:
    return tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""
