"""Sites to act on as HTML, and as tints and points of the map."""

from collections.abc import Sequence

from geodata.codes import KIND_FACTS
from welfare_map.maps.legend import shades_html
from welfare_map.maps.parts import PRINTED, table, tag
from welfare_map.maps.popups import escape
from welfare_map.maps.printed import MOST_ENTRIES, left_out
from welfare_map.maps.view import AreaFill, MapPoint
from welfare_map.model import SitingAnswer, SitingArea, SitingParameter, SitingRow, SitingStatus
from welfare_map.model.indicators import INDICATORS
from welfare_map.palette import SHADES
from welfare_map.texts import formats, text

LITTLE, MUCH = SHADES[1], SHADES[3]
"""Two blues of the map of coverage."""


def site_cards(rows: Sequence[SitingRow], lang: str, *, shown_count: int) -> str:
    """Build the list of sites, the most useful first: sentence, and whom it serves; after a count on paper alone."""
    drawn = rows[: max(shown_count, MOST_ENTRIES)]
    cards = (_card(row, lang, is_shown=number < shown_count) for number, row in enumerate(drawn))
    return "".join(cards) + left_out(len(drawn), len(rows), lang)


def _card(row: SitingRow, lang: str, *, is_shown: bool) -> str:
    labels = tag(text(f"siting.origin.{row.origin}", lang))
    if row.is_demo:
        labels += tag(text("card.demo", lang), style="wm-demo")
    title = f"{row.name} – {row.municipality_name}" if row.name != row.municipality_name else row.name
    return (
        f'<article class="wm-card{"" if is_shown else f" {PRINTED}"}"><div class="wm-card-head">'
        f'<span class="wm-number">{row.rank}</span>'
        f'<h3>{escape(title)}</h3></div><p class="wm-labels">{labels}</p>'
        f"<p>{escape(row.sentence.words(lang))}</p>{_served(row, lang)}</article>"
    )


def _served(row: SitingRow, lang: str) -> str:
    if not row.areas:
        return ""
    has_places = any(area.places is not None for area in row.areas)
    heads = ["area", "people", *(["places"] if has_places else []), "minutes"]
    cells = [
        [
            escape(area.municipality_name),
            formats.number(round(area.people_count), lang),
            *([formats.exact(round(area.places or 0, 1), lang)] if has_places else []),
            "–" if area.travel_min is None else formats.exact(area.travel_min, lang),
        ]
        for area in row.areas
    ]
    words = text("siting.card.whom", lang, count=len(row.areas))
    inside = table([text(f"siting.card.{head}", lang) for head in heads], cells, f"{words}: {row.name}")
    return f"<details><summary>{escape(words)}</summary>{inside}</details>"


def parameters_table(assumptions: Sequence[SitingParameter], lang: str) -> str:
    """Build the table of parameters: what each is worth, and who says so."""
    heads = [text(f"siting.card.{head}", lang) for head in ("parameter", "value", "basis")]
    cells = [
        (
            escape(text(f"siting.parameter.{one.name}", lang)),
            formats.exact(one.value, lang),
            escape(one.source[lang] or text(f"siting.basis.{one.basis}", lang)),
        )
        for one in assumptions
    ]
    return table(heads, cells, text("siting.card.parameters", lang)) if assumptions else ""


def site_points(answer: SitingAnswer, lang: str) -> tuple[MapPoint, ...]:
    """Return the sites as points, in the order of the list."""
    group = KIND_FACTS[INDICATORS[answer.indicator].kinds[0]].group.value
    return tuple(
        MapPoint(
            item_id=f"site-{row.rank}",
            lon=row.lon,
            lat=row.lat,
            code=group,
            name=f"{row.rank}. {row.name}",
            detail=row.sentence.words(lang),
            is_demo=row.is_demo,
        )
        for row in answer.rows
    )


def site_fills(answer: SitingAnswer, lang: str) -> tuple[tuple[AreaFill, ...], str]:
    """Return the municipalities that lack something, in two shades, and the legend in words."""
    little = tuple(area.municipality_code for area in answer.areas if _lacks(area) == 1)
    much = tuple(area.municipality_code for area in answer.areas if _lacks(area) == 2)
    family = "places" if any(area.lacking_places is not None for area in answer.areas) else "reach"
    if family == "reach" and all(area.is_covered_before is None for area in answer.areas):
        return (), ""
    shades = [
        (codes, colour, text(f"siting.shade.{family}_{name}", lang))
        for codes, colour, name in ((little, LITTLE, "little"), (much, MUCH, "much"))
        if codes
    ]
    fills = tuple(AreaFill(codes, colour, words, is_shade=True) for codes, colour, words in shades)
    entries = [(colour, words, False) for _, colour, words in shades]
    head = f"{family}_supposed" if answer.status is SitingStatus.UNDECIDABLE else family
    return fills, shades_html(text(f"siting.shade.{head}", lang), entries) if entries else ""


def _lacks(area: SitingArea) -> int:
    """Return 1 where little lacks or the plan mends it, 2 where much lacks or it does not, else 0."""
    if area.lacking_places is not None and area.needed_places is not None:
        if area.lacking_places <= 0:
            return 0
        return 2 if area.lacking_places > area.needed_places / 2 else 1
    if area.is_covered_before is None or area.is_covered_before:
        return 0
    return 1 if area.is_covered_after else 2
