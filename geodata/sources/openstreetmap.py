"""
What OpenStreetMap's tags say of a service; the sources by Overpass and by PBF share it.

Kinds. A nursing home is a care home, assisted living is sheltered housing, day care is a day centre for whom
``social_facility:for`` says; where it names nobody, or people whom we have no kind for, the row is left out. A group
home is none of our kinds. Of ``amenity=kindergarten`` and ``amenity=childcare``, which Italian mappers use for
nurseries and preschools alike, these decide, in order: ``isced:level`` (010 nursery, 020 preschool), ``min_age`` and
``max_age`` (nobody above three: nursery; nobody below two and a half: preschool), ``nursery`` and ``preschool``, the
name ("asilo nido", "scuola dell'infanzia"). Without any of these a kindergarten is taken for a preschool, which is
what the tag is defined as, with the notice ``assumed_kind``: nobody is sent in vain with an infant. A childcare is
left out, for it may be a playroom or an after-school club.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from geodata.cleaning.address import clean_address
from geodata.cleaning.contacts import clean_email, clean_service_email, clean_website
from geodata.cleaning.coordinates import clean_position
from geodata.cleaning.hours import clean_opening_hours
from geodata.cleaning.names import clean_name
from geodata.cleaning.numbers import clean_number
from geodata.cleaning.phone import clean_phone
from geodata.cleaning.postcode import clean_postcode
from geodata.cleaning.text import clean_text
from geodata.codes import Ownership, PositionQuality, ServiceKind
from geodata.notices import Notice, Severity
from geodata.sources import Chunk
from geodata.territory.names import fold

KINDS = (
    ServiceKind.NURSERY,
    ServiceKind.PRESCHOOL,
    ServiceKind.CARE_HOME,
    ServiceKind.SHELTERED_HOUSING,
    ServiceKind.SENIOR_DAY_CENTRE,
    ServiceKind.DISABILITY_DAY_CENTRE,
)
LICENCE = "ODbL-1.0"
PUBLISHER = "OpenStreetMap contributors"
PAGE_HOST, PAGE_PATH = "https://www.openstreetmap.org", "/copyright"
AMENITIES = ("kindergarten", "childcare")
FACILITIES = ("nursing_home", "assisted_living", "day_care")
TABLE = "services"
NURSERY_LEVELS, PRESCHOOL_LEVELS = frozenset({"01", "010"}), frozenset({"02", "020"})
"""ISCED 2011: 010 early childhood development (0–2), 020 pre-primary (3 and above); 0 alone is both."""
NURSERY_NAME = re.compile(r"\b(?:nido|micronido|nidi|baby nido)\b")
PRESCHOOL_NAME = re.compile(r"\b(?:infanzia|scuola materna|materna)\b")
SENIORS = frozenset({"senior", "seniors", "elderly"})
DISABLED = frozenset({"disabled", "disability"})
PUBLIC_WORDS = frozenset({"public", "government", "municipal"})
PRIVATE_WORDS = frozenset(
    {"private", "religious", "ngo", "private_non_profit", "business", "cooperative", "consortium"}
)
OLDEST_IN_NURSERY_MONTHS, YOUNGEST_IN_PRESCHOOL_MONTHS = 36, 30
LONGEST_AGE_MONTHS = 18 * 12
AGE = re.compile(r"(\d+(?:[.,]\d+)?) *([a-z]*)")


@dataclass(frozen=True, slots=True)
class Element:
    """
    One object of the map.

    Parameters
    ----------
    key
        ``n``, ``w`` or ``r`` and the number.
    lon, lat
        Degrees, EPSG:4326: the node, the middle of a way or a relation; None where it is not known.
    tags
        As mapped.
    """

    key: str
    lon: float | None
    lat: float | None
    tags: Mapping[str, str]


def is_wanted(tags: Mapping[str, str]) -> bool:
    """Tell whether an object may be a service of ours."""
    return tags.get("amenity") in AMENITIES or bool(_facilities(tags))


def services(elements: Iterable[Element], source_id: str) -> Chunk:
    """
    Turn objects of the map into services.

    Parameters
    ----------
    elements
        Objects of any tags; those that are no service of ours are passed over, of a doubled key the first counts.
    source_id
        Named in notices.

    Returns
    -------
    table, notices
        Contract ``services`` without provenance, ``source_key`` apart; the municipality is left to the position. Rules
        ``unknown_kind`` and ``unusable_point`` (these rows are left out), ``assumed_kind``, ``missing_value``,
        ``unreadable_value``, ``personal_mailbox``.
    """
    records: dict[str, dict[str, object]] = {}
    notices: list[Notice] = []
    for element in elements:
        if element.key in records or not is_wanted(element.tags):
            continue
        record = _record(element, source_id, notices)
        if record:
            records[element.key] = record
    return pd.DataFrame(list(records.values())), tuple(notices)


def _record(element: Element, source_id: str, notices: list[Notice]) -> dict[str, object] | None:
    row_id = f"{source_id}:{element.key}"
    tags = element.tags

    def note(rule: str, severity: Severity, detail: str) -> None:
        notices.append(Notice(rule, severity, TABLE, row_id, detail))

    position = clean_position(element.lon, element.lat)
    if position is None or position.was_swapped:
        note("unusable_point", Severity.WARNING, f"{element.lon} {element.lat}")
        return None
    kind, is_assumed = service_kind(tags)
    if kind is None:
        note("unknown_kind", Severity.INFO, _said(tags))
        return None
    if is_assumed:
        note("assumed_kind", Severity.INFO, _said(tags))
    clean = _clean(tags)
    for name, raw in _raw(tags).items():
        if clean[name] is None and name == "email" and clean_email(raw):
            note("personal_mailbox", Severity.INFO, name)
        elif raw and clean[name] is None:
            note("unreadable_value", Severity.WARNING, f"{name}={raw:.200}")
    if clean["name"] is None:
        note("missing_value", Severity.WARNING, "name")
    return {
        "source_key": element.key,
        "kind": kind.value,
        **clean,
        "name": clean["name"] or clean["provider_name"] or element.key,
        "lon": position.lon,
        "lat": position.lat,
        "position_quality": PositionQuality.EXACT.value,
        "municipality_code": None,
    }


def service_kind(tags: Mapping[str, str]) -> tuple[ServiceKind | None, bool]:
    """
    Tell the kind of a service, and whether it is only assumed; None where the tags do not decide.

    Examples
    --------
    >>> service_kind({"amenity": "kindergarten", "max_age": "3"})
    (<ServiceKind.NURSERY: 'nursery'>, False)
    """
    facilities = _facilities(tags)
    if facilities:
        return next((kind for word in facilities if (kind := _facility_kind(word, tags))), None), False
    found = next((kind for kind in _childcare_evidence(tags) if kind), None)
    if found or tags.get("amenity") != "kindergarten":
        return found, False
    return (None, False) if _takes_all_ages(tags) else (ServiceKind.PRESCHOOL, True)


def _facilities(tags: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(word for word in _words(tags, "social_facility") if word in FACILITIES)


def _words(tags: Mapping[str, str], key: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip().lower() for word in tags.get(key, "").split(";"))))


def _facility_kind(word: str, tags: Mapping[str, str]) -> ServiceKind | None:
    """Tell the kind of a facility; homes are for the old unless the tags name others alone."""
    people = frozenset(_words(tags, "social_facility:for"))
    if word == "day_care":
        if people & SENIORS:
            return ServiceKind.SENIOR_DAY_CENTRE
        return ServiceKind.DISABILITY_DAY_CENTRE if people & DISABLED else None
    if people and not people & SENIORS:
        return None
    return ServiceKind.CARE_HOME if word == "nursing_home" else ServiceKind.SHELTERED_HOUSING


def _childcare_evidence(tags: Mapping[str, str]) -> Iterator[ServiceKind | None]:
    """Yield what each tag says, the surest first; None where it does not decide."""
    levels = frozenset(_words(tags, "isced:level"))
    yield _either(is_nursery=bool(levels & NURSERY_LEVELS), is_preschool=bool(levels & PRESCHOOL_LEVELS))
    youngest, oldest = age_months(tags.get("min_age")), age_months(tags.get("max_age"))
    yield _either(
        is_nursery=oldest is not None and oldest <= OLDEST_IN_NURSERY_MONTHS,
        is_preschool=youngest is not None and youngest >= YOUNGEST_IN_PRESCHOOL_MONTHS,
    )
    yield _either(is_nursery=tags.get("nursery") == "yes", is_preschool=tags.get("preschool") == "yes")
    name = fold(tags.get("name", ""))
    yield _either(is_nursery=bool(NURSERY_NAME.search(name)), is_preschool=bool(PRESCHOOL_NAME.search(name)))


def _either(*, is_nursery: bool, is_preschool: bool) -> ServiceKind | None:
    if is_nursery == is_preschool:
        return None
    return ServiceKind.NURSERY if is_nursery else ServiceKind.PRESCHOOL


def _takes_all_ages(tags: Mapping[str, str]) -> bool:
    """Tell whether the tags name infants and older children together."""
    youngest, oldest = age_months(tags.get("min_age")), age_months(tags.get("max_age"))
    return youngest is not None and youngest < YOUNGEST_IN_PRESCHOOL_MONTHS and oldest is not None


def age_months(words: str | None) -> int | None:
    """
    Read an age: years unless months are said.

    Examples
    --------
    >>> age_months("3"), age_months("0.5"), age_months("3 months"), age_months("old")
    (36, 6, 3, None)
    """
    found = AGE.fullmatch((words or "").strip().lower())
    if not found or found[2] not in {"", "y", "year", "years", "anni", "anno", "m", "month", "months", "mesi", "mese"}:
        return None
    number = clean_number(found[1])
    months = round((number or 0) * (1 if found[2].startswith("m") else 12))
    return months if months <= LONGEST_AGE_MONTHS else None


def _raw(tags: Mapping[str, str]) -> dict[str, str | None]:
    """Return the tags that fill our columns, the object's own before ``contact:``."""
    street = clean_text(tags.get("addr:street")) or clean_text(tags.get("addr:place"))
    number = clean_text(tags.get("addr:housenumber"))
    return {
        "name": clean_text(tags.get("name")),
        "provider_name": clean_text(tags.get("operator")),
        "address": f"{street}, {number}" if street and number else street,
        "postcode": clean_text(tags.get("addr:postcode")),
        "phone": clean_text(tags.get("phone") or tags.get("contact:phone")),
        "email": clean_text(tags.get("email") or tags.get("contact:email")),
        "website": clean_text(tags.get("website") or tags.get("contact:website")),
        "opening_hours": clean_text(tags.get("opening_hours")),
        "min_age_months": clean_text(tags.get("min_age")),
        "max_age_months": clean_text(tags.get("max_age")),
    }


CLEANERS = {
    "name": clean_name,
    "provider_name": clean_name,
    "address": clean_address,
    "postcode": clean_postcode,
    "phone": clean_phone,
    "email": clean_service_email,
    "website": clean_website,
    "opening_hours": clean_opening_hours,
    "min_age_months": age_months,
    "max_age_months": age_months,
}


def _clean(tags: Mapping[str, str]) -> dict[str, object]:
    raw = _raw(tags)
    cleaned = {name: clean(raw[name]) for name, clean in CLEANERS.items()}
    return {**cleaned, "ownership": _ownership(tags)}


def _ownership(tags: Mapping[str, str]) -> str | None:
    word = tags.get("operator:type", "").strip().lower()
    if word in PUBLIC_WORDS:
        return Ownership.PUBLIC.value
    return Ownership.PRIVATE.value if word in PRIVATE_WORDS else None


def _said(tags: Mapping[str, str]) -> str:
    keys = ("amenity", "social_facility", "social_facility:for", "isced:level", "min_age", "max_age", "name")
    return ", ".join(f"{key}={tags[key]:.100}" for key in keys if tags.get(key))
