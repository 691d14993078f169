"""What a card, a comparison or a sheet says of a service, as plain words: what is unknown is said to be unknown."""

from collections.abc import Iterable, Iterator

from welfare_map.model import MONTHS_AHEAD, BandPlaces, CommuteRow, CompareRow, NearbyRow, ServiceRow, months_after
from welfare_map.texts import formats, has_text, text
from welfare_map.texts.hours import hours_in_words


def place_words(row: ServiceRow, lang: str) -> str:
    """Say the address and the municipality."""
    known = [part for part in (row.address, row.municipality_name) if part]
    return ", ".join(known) or text("card.address_unknown", lang)


def hours_words(row: ServiceRow, lang: str) -> str:
    """Say the opening hours."""
    return hours_in_words(row.opening_hours, lang) if row.opening_hours else text("card.hours_unknown", lang)


def capacity_words(row: ServiceRow, lang: str) -> str:
    """Say the places in words; unknown stays unknown."""
    known = {
        name: value
        for name, value in (("authorised", row.capacity_authorised), ("accredited", row.capacity_accredited))
        if value is not None
    }
    if not known:
        return text("card.capacity_unknown", lang)
    key = "card.capacity_both" if len(known) == 2 else f"card.capacity_{next(iter(known))}"
    return text(key, lang, **{name: formats.number(value, lang) for name, value in known.items()})


def free_words(row: ServiceRow, lang: str) -> str:
    """Say the free places of the bands that are asked, on one line."""
    return " · ".join(band_lines((places for places in row.bands if places.is_asked), lang))


def band_lines(bands: Iterable[BandPlaces], lang: str) -> tuple[str, ...]:
    """Say the free places, a line for each band; "not known" where there is none."""
    return tuple(_band_words(places, lang) for places in bands) or (text("card.free_unknown", lang),)


def _band_words(places: BandPlaces, lang: str) -> str:
    """Say free places, day, author and term, then who waits and what is expected; past the term that it is unknown."""
    band, until = text(f"codes.band.{places.band}", lang), formats.day(places.expires_on, lang)
    if places.is_expired:
        return text("card.places_expired", lang, band=band, until=until)
    key = f"registry.role.{places.author_role}"
    role = text(key, lang) if has_text(key) else places.author_role
    datum = text("card.places", lang, day=formats.day(places.as_of_on, lang), role=role, until=until)
    facts = "; ".join((f"{_count_words(places.free_count, lang)}, {datum}", *_further_places(places, lang)))
    return f"{band}: {facts}"


def _count_words(count: int | None, lang: str) -> str:
    if count is None:
        return text("card.free_silent", lang)
    return text(f"card.free_{('none', 'one', 'many')[min(count, 2)]}", lang, count=count)


def _further_places(places: BandPlaces, lang: str) -> Iterator[str]:
    if places.waiting_count is not None:
        yield text("card.places_waiting", lang, count=places.waiting_count)
    for name, month_count in MONTHS_AHEAD.items():
        if (count := getattr(places, name)) is not None:
            day = formats.day(months_after(places.as_of_on, month_count), lang)
            yield text("card.places_expected", lang, day=day, count=count)


def fee_words(row: ServiceRow, lang: str) -> str:
    """Say the monthly fee; unknown stays unknown."""
    fee = formats.euros(row.monthly_fee_min_eur, row.monthly_fee_max_eur, lang)
    return text("card.fee_value", lang, fee=fee) if fee else text("card.fee_unknown", lang)


def ages_words(row: ServiceRow, lang: str) -> str:
    """Say the ages that the record states, "" where it states none."""
    if row.min_age_months is None or row.max_age_months is None:
        return ""
    return text("card.ages_value", lang, minimum=row.min_age_months, maximum=row.max_age_months)


def provider_words(row: ServiceRow, lang: str) -> str:
    """Say who runs it and whom it takes, "" where nothing of that is known."""
    parts = [row.provider_name, text(f"codes.ownership.{row.ownership}", lang).lower() if row.ownership else None]
    if row.is_open_to_others is not None:
        parts.append(text("card.others_yes" if row.is_open_to_others else "card.others_no", lang))
    return ", ".join(part for part in parts if part)


def travel_words(row: ServiceRow, lang: str, *, has_roads: bool = False) -> str:
    """
    Say the minutes: of the trip, or those that the service adds to the day; "–" where there are none.

    Beside minutes on roads an estimate is "about" so many; where all are estimates the method says so.
    """
    match row:
        case NearbyRow() | CompareRow() if row.travel_min is not None:
            minutes = formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate)
        case CommuteRow():
            minutes = formats.added_minutes(row.whole_added_min, lang, is_approximate=row.is_approximate)
        case _:
            return "–"
    is_about = has_roads and row.is_estimate and not row.is_approximate
    return (text("codes.nearness.estimate", lang) if is_about else "") + minutes


def trips_words(row: ServiceRow, lang: str) -> str:
    """Say what a service adds to each trip of the day, "+6 min la mattina, +4 la sera"; "" where no trip is asked."""
    if not isinstance(row, CommuteRow):
        return ""
    added = {"out": row.whole_added_out_min, "back": row.whole_added_back_min}
    return ", ".join(
        text(f"card.added_{way}", lang, minutes=formats.added_minutes(value, lang, is_approximate=False))
        for way, value in added.items()
        if value is not None
    )
