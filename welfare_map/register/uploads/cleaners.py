"""One cell of an upload at a time: text in, a clean value out, or what is wrong with it; each distinct text once."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from geodata.cleaning.address import clean_address
from geodata.cleaning.contacts import clean_email, clean_role_email, clean_service_email, clean_website
from geodata.cleaning.fees import clean_fee_bands
from geodata.cleaning.hours import clean_opening_hours
from geodata.cleaning.names import clean_name
from geodata.cleaning.numbers import clean_amount, clean_number, clean_whole
from geodata.cleaning.phone import clean_phone, is_one_of_several
from geodata.cleaning.postcode import clean_postcode
from geodata.cleaning.text import clean_text
from geodata.tables import Column, ColumnType
from welfare_map.register.uploads.fields import LISTS, Field, is_number
from welfare_map.register.uploads.identifiers import clean_sector, clean_tax_code, clean_vat_code
from welfare_map.register.uploads.result import Cleaned
from welfare_map.register.uploads.vocabulary import code_of, codes_of, nearest_code

MOST_CHARACTERS: Final = 5_000
TRUE_WORDS: Final = frozenset({"true", "vero", "si", "sì", "s", "yes", "y", "1", "x"})
FALSE_WORDS: Final = frozenset({"false", "falso", "no", "n", "0"})
DAY_FORMS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d")
TIME_AFTER_DAY: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
CLOCK: Final = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]|24(?=[:.]00))[:.](?P<minute>[0-5][0-9])(:00)?")
LIST_SIGNS: Final = re.compile(r"[|;,\n]")

Cleaner = Callable[[str], Cleaned]


def cleaner_of(field: Field) -> Cleaner:
    """Return the cleaner of a field that stands by itself; coordinates and municipalities are read in pairs."""
    if field.column is not None and field.column.is_published_mailbox:
        return _mailbox(clean_service_email)
    if field.name in BY_NAME:
        return BY_NAME[field.name]
    column = field.column
    if column is None:
        return _plain
    if field.name in LISTS:
        return lambda words: _codes(words, column.name)
    if codes_of(column.name) and column.allowed:
        return lambda words: _code(words, column.name)
    return _by_type(column)


def _by_type(column: Column) -> Cleaner:
    if is_number(column):
        return lambda words: _number(words, column)
    if column.type is ColumnType.BOOLEAN:
        return _truth
    return _day if column.type is ColumnType.DATE else _plain


def _plain(words: str) -> Cleaned:
    value = clean_text(words)
    if value and len(value) > MOST_CHARACTERS:
        return Cleaned(None, "too_long", is_error=True)
    return Cleaned(value)


def _identifier(words: str) -> Cleaned:
    value = clean_text(words)
    return Cleaned("-".join(value.split()) if value else None)


def _lenient(clean: Callable[[object], str | None], rule: str) -> Cleaner:
    """Return a cleaner whose unreadable cells are left out with a warning: the row is good without them."""

    def cleaned(words: str) -> Cleaned:
        value = clean(words)
        return Cleaned(value, "" if value or not clean_text(words) else rule)

    return cleaned


def _mailbox(clean: Callable[[object], str | None]) -> Cleaner:
    """Return a cleaner that leaves a person's mailbox out with a warning of its own."""
    return lambda words: _lenient(clean, "personal_mailbox" if clean_email(words) else "bad_email")(words)


def _fee_bands(words: str) -> Cleaned:
    bands = clean_fee_bands(words)
    is_wrong = bands is None and clean_text(words) is not None
    return Cleaned(bands, "bad_fee_bands" if is_wrong else "", is_error=is_wrong)


def _phone(words: str) -> Cleaned:
    """Take the first number; say so where there are more."""
    return (
        Cleaned(clean_phone(words), "several_phones")
        if is_one_of_several(words)
        else _lenient(clean_phone, "bad_phone")(words)
    )


def _clock(words: str) -> Cleaned:
    """Read an hour as people and spreadsheets write it: 6:00, 06.00, 06:00:00."""
    if not clean_text(words):
        return Cleaned(None)
    found = CLOCK.fullmatch((clean_text(words) or "").strip())
    if found is None:
        return Cleaned(None, "not_an_hour", is_error=True)
    return Cleaned(f"{int(found['hour']):02}:{found['minute']}")


def _code(words: str, column: str) -> Cleaned:
    if not clean_text(words):
        return Cleaned(None)
    code = code_of(words, column)
    return (
        Cleaned(code) if code else Cleaned(None, "unknown_code", is_error=True, suggestion=nearest_code(words, column))
    )


def _codes(words: str, column: str) -> Cleaned:
    """Return several codes with "|" between; one that is unknown spoils the cell."""
    whole = code_of(words, column)
    parts = [words] if whole else [part for part in LIST_SIGNS.split(words) if clean_text(part)]
    found = [_code(part, column) for part in parts]
    if any(part.rule for part in found):
        meant = [str(part.value or part.suggestion) for part in found if part.value or part.suggestion]
        return Cleaned(None, "unknown_code", is_error=True, suggestion="|".join(dict.fromkeys(meant)))
    return Cleaned("|".join(dict.fromkeys(str(part.value) for part in found)) or None)


def _number(words: str, column: Column) -> Cleaned:
    if not clean_text(words):
        return Cleaned(None)
    number = _parsed_number(words, column)
    if number is None or abs(number) >= 2**31:
        is_broken = column.type is ColumnType.INTEGER and clean_number(words) is not None
        return Cleaned(None, "not_a_whole_number" if is_broken else "not_a_number", is_error=True)
    is_low = column.minimum is not None and number < column.minimum
    if is_low or (column.maximum is not None and number > column.maximum):
        return Cleaned(None, "out_of_range", is_error=True)
    return Cleaned(number)


def _parsed_number(words: str, column: Column) -> float | None:
    if column.type is ColumnType.INTEGER:
        return clean_whole(words)
    return clean_amount(words) if column.name.endswith("_eur") else clean_number(words)


def _truth(words: str) -> Cleaned:
    said = (clean_text(words) or "").casefold()
    if not said:
        return Cleaned(None)
    if said in TRUE_WORDS | FALSE_WORDS:
        return Cleaned(said in TRUE_WORDS)
    return Cleaned(None, "neither_yes_nor_no", is_error=True)


def _day(words: str) -> Cleaned:
    said = TIME_AFTER_DAY.sub("", clean_text(words) or "")
    if not said:
        return Cleaned(None)
    day = _parsed_day(said)
    return Cleaned(day.isoformat()) if day else Cleaned(None, "not_a_day", is_error=True)


def _parsed_day(words: str) -> date | None:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return None


BY_NAME: Final[Mapping[str, Cleaner]] = MappingProxyType(
    {
        "name": _lenient(clean_name, "unreadable"),
        "organisation_name": _lenient(clean_name, "unreadable"),
        "provider_name": _lenient(clean_name, "unreadable"),
        "address": _lenient(clean_address, "unreadable"),
        "postcode": _lenient(clean_postcode, "bad_postcode"),
        "phone": _phone,
        "email": _mailbox(clean_role_email),
        "website": _lenient(clean_website, "bad_website"),
        "opening_hours": _lenient(clean_opening_hours, "bad_hours"),
        "hours": _lenient(clean_opening_hours, "bad_hours"),
        "starts_at": _clock,
        "ends_at": _clock,
        "isee_fee_bands": _fee_bands,
        "sector_code": clean_sector,
        "vat_code": clean_vat_code,
        "tax_code": clean_tax_code,
        **dict.fromkeys(
            ("service_id", "organisation_id", "practice_id", "need_offer_id", "initiative_id", "document_id"),
            _identifier,
        ),
    }
)
"""Fields whose text means more than its type."""
