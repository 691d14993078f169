"""Words that the parts of a plan share: blanks, names, quantities, letters of firms."""

from collections.abc import Iterable
from typing import Final

from welfare_map.exports.document import Blank, Words
from welfare_map.model import PlanExchange, PlanFirm
from welfare_map.texts import formats, has_text, text
from welfare_map.texts.hours import hours_in_words

MAX_NAME_LENGTH: Final = 160
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def missing(what: str, lang: str, *, of: str = "") -> Blank:
    """Return a blank that says what is missing; of what, is said around it."""
    return Blank(text("document.missing", lang, what=what), what, name(of))


def missing_cell(what: str, lang: str, *, of: str = "") -> Blank:
    """Return a blank for the cell of a table, whose row and column say what is missing."""
    return Blank(text("document.missing_short", lang), what, name(of))


def name(words: str) -> str:
    """Return a name as a table can hold it."""
    return words if len(words) <= MAX_NAME_LENGTH else f"{words[: MAX_NAME_LENGTH - 1]}…"


def listed(names: Iterable[str]) -> str:
    """Return names one after the other."""
    return ", ".join(name(one) for one in names)


def letter(number: int) -> str:
    """Return the letter of the firm of a number, counted from 0: A … Z, then AA, AB …"""
    first, second = divmod(number, len(LETTERS))
    return f"{LETTERS[first - 1] if first else ''}{LETTERS[second]}"


def firm_names(firms: Iterable[PlanFirm]) -> str:
    """Return the firms with their letters."""
    return "; ".join(f"{letter(number)} – {name(firm.organisation_name)}" for number, firm in enumerate(firms))


def kind_words(kind: str, lang: str) -> str:
    """Return the name of a measure, as the beginning of a line."""
    key = f"plan.named.{kind}"
    return _capital(text(key if has_text(key) else f"codes.exchange_kind.{kind}", lang))


def need_words(one: PlanExchange, lang: str) -> str:
    """Return what is needed, with its theme."""
    key = f"plan.needed.{one.exchange_kind}"
    return with_theme(text(key, lang) if has_text(key) else kind_words(one.exchange_kind, lang), one, lang)


def offer_words(one: PlanExchange, lang: str) -> str:
    """Return what is offered, with its theme."""
    return with_theme(_capital(text(f"codes.exchange_kind.{one.exchange_kind}", lang)), one, lang)


def with_theme(words: str, one: PlanExchange, lang: str) -> str:
    """Return words with the theme that a need or an offer is about, if it is about any."""
    return f"{words} ({text(f'codes.theme.{one.theme}', lang)})" if one.theme else words


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def sum_words(exchange: PlanExchange, lang: str) -> str:
    """Say how much in all, "at least" where somebody did not say it; "" where nobody did."""
    said = quantity_words(exchange.quantity, exchange.unit, lang)
    return text("plan.at_least", lang, count=said) if said and exchange.is_at_least else said


def quantity_words(quantity: float | None, unit: str, lang: str) -> str:
    """Say how much, "" where nobody said it."""
    if quantity is None:
        return ""
    key = f"plan.unit_one.{unit}" if quantity == 1 else f"codes.unit.{unit}"
    return text(
        "plan.quantity", lang, count=formats.exact(quantity, lang), unit=text(key, lang) if has_text(key) else unit
    )


def hours_words(hours: str | None, lang: str) -> str:
    """Say hours, "" where nobody said any."""
    return hours_in_words(hours, lang) if hours else ""


def or_missing(words: str, what: str, lang: str, *, of: str = "") -> Words:
    """Return words, or a cell that says that they are missing."""
    return words or missing_cell(what, lang, of=of)


def minutes_words(travel_min: float | None, lang: str, *, is_approximate: bool) -> str:
    """Return whole minutes on one line, "–" where they are not known."""
    if travel_min is None:
        return "–"
    return unbroken(formats.minutes(travel_min, lang, is_approximate=is_approximate))


def phone_words(phone: str | None) -> str:
    """Write a telephone number for people, on one line."""
    return unbroken((phone or "").replace("+39", "+39 ", 1))


def unbroken(words: str) -> str:
    """Return words between which no line is broken."""
    return words.replace(" ", "\u00a0")


def day(iso_day: str | None, lang: str) -> str:
    """Return a day in words, "" where it is not known."""
    return formats.day(iso_day, lang) if iso_day else ""
