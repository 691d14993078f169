"""What a firm asks: who is near, and what they have in common."""

from typing import TYPE_CHECKING, Any

from geodata.codes import PracticeTheme, SizeClass, TravelMode
from geodata.errors import InputError
from welfare_map.cli import options
from welfare_map.cli.answering import answer, travel_times
from welfare_map.cli.arguments import choice, choices, count, given, number, today
from welfare_map.model import FirmsQuery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot

DEFAULT_MINUTES = 15.0
DEFAULT_MAX_COUNT = 500


def firms(
    lon: options.Lon = None,
    lat: options.Lat = None,
    organisation: options.Organisation = None,
    mode: options.Mode = "car",
    minutes: options.Minutes = None,
    km: options.Kilometres = None,
    initiative: options.InitiativeIds = None,
    sector: options.Sectors = None,
    size: options.Sizes = None,
    theme: options.Themes = None,
    adherents_only: options.AdherentsOnly = False,
    all_organisations: options.AllOrganisations = False,
    max_count: options.MaxCount = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the firms near a point or near a firm."""
    limit_min, limit_km = number("--minutes", minutes), number("--km", km)
    asked: dict[str, Any] = {
        "as_of_on": today(),
        "lon": number("--lon", lon),
        "lat": number("--lat", lat),
        "mode": given("--mode", choice("--mode", mode, TravelMode)),
        "limit_min": DEFAULT_MINUTES if limit_min is None and limit_km is None else limit_min,
        "limit_km": limit_km,
        "initiative_ids": tuple(dict.fromkeys(initiative or ())),
        "sector_codes": sector_codes("--sector", sector or ()),
        "size_classes": choices("--size", size or (), SizeClass),
        "themes": choices("--theme", theme or (), PracticeTheme),
        "only_adherents": adherents_only,
        "include_others": all_organisations,
        "max_count": count("--max-count", max_count, DEFAULT_MAX_COUNT),
    }
    if asked["lon"] is None and asked["lat"] is None and organisation is None:
        raise InputError("error.missing_option", option="--lon")

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.firms import firms as question
        from welfare_map.questions.firms_seen import firm_seen, viewer_of

        if organisation is None:
            return question(snapshot, FirmsQuery(**asked), travel_times())
        viewer = viewer_of(snapshot, (organisation,))
        me = firm_seen(snapshot, organisation, viewer)
        return question(snapshot, FirmsQuery(**asked, me=me, viewer=viewer), travel_times())

    answer(ask, output, lang)


def sector_codes(option: str, words: "Iterable[str]") -> tuple[str, ...]:
    """
    Return ATECO divisions of codes of any level, each once.

    Raises
    ------
    InputError
        ``error.unknown_sector``.
    """
    from welfare_map.register.uploads.identifiers import clean_sector

    found = [(word, clean_sector(word).value) for word in words]
    for word, value in found:
        if value is None:
            raise InputError("error.unknown_sector", option=option, value=word)
    return tuple(dict.fromkeys(str(value) for _, value in found))
