"""A shared shuttle as cards: rounds stop by stop, together and alone, firms and their plan, who has no seat."""

from collections.abc import Mapping, Sequence

from welfare_map.maps.parts import table, tag
from welfare_map.maps.popups import escape
from welfare_map.model import (
    OriginQuality,
    ShuttleAnswer,
    ShuttleFirm,
    ShuttleRound,
    ShuttleStop,
    ShuttleSums,
    ShuttleWindow,
)
from welfare_map.texts import formats, text
from welfare_map.texts.hours import hours_in_words


def round_card(one: ShuttleRound, lang: str, *, numbers: Mapping[tuple[float, float], int]) -> str:
    """
    Build the card of a round.

    Parameters
    ----------
    numbers
        Number on the map of each stop, by its lon and lat.
    """
    title = text("shuttle.card.round", lang, start=one.stops[0].at, name=one.stops[0].name)
    seats = text("shuttle.card.seats", lang, filled=one.seats_filled, seats=one.seats)
    stops = "".join(_stop(stop, lang, numbers.get((stop.lon, stop.lat))) for stop in one.stops)
    return (
        f'<article class="wm-card wm-round"><div class="wm-card-head"><h4>{escape(title)}</h4>'
        f'<span class="wm-minutes">{escape(seats)}</span></div><p class="wm-labels">{_labels(one, lang)}</p>'
        f'<ol class="wm-stops">{stops}</ol><p class="wm-place">{escape(_facts(one, lang))}</p></article>'
    )


def _stop(stop: ShuttleStop, lang: str, number: int | None) -> str:
    said = [
        text("shuttle.card.on", lang, count=stop.on_count) if stop.on_count else "",
        text("shuttle.card.off", lang, count=stop.off_count) if stop.off_count else "",
        text("shuttle.card.aboard", lang, count=stop.aboard_count) if stop.aboard_count else "",
    ]
    badge = "" if number is None else f'<span class="wm-number">{number}</span> '
    words = " · ".join(part for part in said if part)
    return f"<li>{badge}<strong>{escape(stop.at)}</strong> {escape(stop.name)}<br><small>{escape(words)}</small></li>"


def _labels(one: ShuttleRound, lang: str) -> str:
    labels = []
    if one.origin_quality is not OriginQuality.DECLARED:
        labels.append(tag(text(f"shuttle.card.{one.origin_quality}", lang)))
    if one.is_demo:
        labels.append(tag(text("card.demo", lang), style="wm-demo"))
    return "".join(labels)


def _facts(one: ShuttleRound, lang: str) -> str:
    """Write what a round takes and saves; "≈" marks minutes that do not follow real roads."""
    sign = "≈ " if one.is_estimate else ""
    values = {
        "km": formats.number(one.km, lang, decimals=1),
        "minutes": f"{sign}{one.minutes}",
        "leaves": one.leaves_at,
        "returns": one.returns_at,
        "longest": f"{sign}{one.longest_ride_min}",
        "saved": formats.number(one.km_saved, lang, decimals=1),
        "cost": cost_words(one.cost_eur, lang),
    }
    return text("shuttle.card.round_words", lang, **values)


def cost_words(cost_eur: float | None, lang: str) -> str:
    """Write euros, or that they are not known."""
    return text("shuttle.unknown", lang) if cost_eur is None else f"{formats.number(cost_eur, lang, decimals=2)} €"


def window_words(window: ShuttleWindow, lang: str) -> str:
    """Write the days of a window and the hours of its shifts."""
    hours = dict.fromkeys(f"{shift.starts_at}–{shift.ends_at}" for shift in window.shifts)
    return f"{hours_in_words(window.days, lang)}, {' / '.join(hours)}"


def window_table(window: ShuttleWindow, lang: str) -> str:
    """Build the table that sets going together beside each firm alone, for one day."""
    names = ("vehicles", "km", "minutes", "saved_day", "cost")
    columns = [_sums(sums, lang) for sums in (window.together, window.alone)]
    rows = [
        [escape(text(f"shuttle.column.{name}", lang)), *(escape(column[place]) for column in columns)]
        for place, name in enumerate(names)
    ]
    heads = ["", text("shuttle.who.together", lang), text("shuttle.who.alone", lang)]
    return table(heads, rows, text("shuttle.card.compare", lang))


def _sums(sums: ShuttleSums, lang: str) -> Sequence[str]:
    return (
        formats.number(sums.vehicle_count, lang),
        formats.number(sums.km, lang, decimals=1),
        formats.number(sums.minutes, lang),
        formats.number(sums.km_saved, lang, decimals=1),
        cost_words(sums.cost_eur, lang),
    )


def firms_list(firms: Sequence[ShuttleFirm], lang: str) -> str:
    """Build the list of firms with how their people are known and whether they must write the plan."""
    return f'<article class="wm-card"><ul>{"".join(_firm(firm, lang) for firm in firms)}</ul></article>'


def _firm(firm: ShuttleFirm, lang: str) -> str:
    demo = tag(text("card.demo", lang), style="wm-demo") if firm.is_demo else ""
    duty = text("shuttle.card.duty", lang, duty=text(f"shuttle.duty.{firm.plan_duty}", lang))
    people = text("shuttle.card.people", lang, count=formats.number(firm.rider_count, lang))
    known = text(f"shuttle.quality.{firm.origin_quality}", lang) if firm.origin_quality else ""
    sites = text("shuttle.card.other_sites", lang) if firm.has_other_sites else ""
    first = " · ".join(part for part in (people, known, sites) if part)
    why = firm.plan_duty_why.words(lang)
    return (
        f"<li><strong>{escape(firm.organisation_name)}</strong> {demo}<br>{escape(first)}<br>"
        f"<strong>{escape(duty)}</strong> {escape(why)}</li>"
    )


def left_out_list(answer: ShuttleAnswer, lang: str) -> str:
    """Build the list of who has no shuttle, and why."""
    items = "".join(f"<li>{escape(one.why.words(lang))}</li>" for one in answer.left_out)
    return f'<article class="wm-card"><ul>{items}</ul></article>'
