"""The same service as another list writes it: slips, short forms, other legal forms, lost cells, moved points."""

import re
from collections.abc import Callable
from typing import Any

from welfare_map.register.demo.dice import Dice
from welfare_map.register.duplicates.dressing import PROVIDERS, Record, new_phone

Perturbation = Callable[[Record, Dice], dict[str, Any]]
DEGREES_PER_M = 1 / 111_320
"""Degrees of latitude in a metre; of longitude somewhat more, which does not matter here."""
SHORT_WORDS = (
    ("Residenza sanitaria assistenziale", "RSA"),
    ("R.S.A.", "RSA"),
    ("RSA", "Residenza Sanitaria Assistenziale"),
    ("Centro diurno integrato", "C.D.I."),
    ("CDI", "Centro Diurno Integrato"),
    ("Asilo nido", "Nido"),
    ("Nido d'infanzia", "A.N."),
    ("Scuola materna", "Scuola dell'infanzia"),
    ("Scuola dell'infanzia", "Scuola Materna Paritaria"),
    ("Micro nido", "Micronido"),
    ("San ", "S. "),
    ("Santa ", "S.ta "),
    ("Sant'", "S. "),
    ("Santo ", "S. "),
    ("Don ", "D. "),
    ("Fratelli", "F.lli"),
)
SHORT_STREETS = (
    ("Via ", "V. "),
    ("Viale ", "V.le "),
    ("Piazza ", "P.zza "),
    ("Corso ", "C.so "),
    ("Giuseppe ", "G. "),
    ("Alessandro ", "A. "),
    ("Guglielmo ", ""),
    ("Giacomo ", "G."),
    ("San ", "S. "),
    ("XXV", "25"),
    ("IV ", "4 "),
)
LOSABLE = ("provider_name", "ownership", "address", "postcode", "phone", "email", "website", "capacity_authorised")
LEGAL_FORMS = (" ONLUS", " Soc. Coop. Sociale", " S.r.l.", " - Impresa Sociale", " ETS")


def copied(record: Record, dice: Dice) -> dict[str, Any]:
    """Return the record as another list has it; some four or five things differ."""
    return {**rewritten(record, dice), "service_id": f"other:{record['service_id']}", "source_id": "other"}


def rewritten(record: Record, dice: Dice, *, keeps_name: bool = False) -> dict[str, Any]:
    """Return the record written otherwise; ``keeps_name``: its name does not give way to that of its provider."""
    copy = dict(record)
    for likelihood, change in CHANGES:
        if dice.chance(likelihood) and not (keeps_name and change is _provider_in_front):
            copy = {**copy, **change(copy, dice)}
    return copy


def with_slip(words: str, dice: Dice) -> str:
    """Return words with two letters swapped, one lost or one doubled, behind the first letter of a long word."""
    long = [found.span() for found in re.finditer(r"[^\W\d_]{5,}", words)]
    places = [at for start, end in long for at in range(start + 1, end - 1)]
    at = dice.pick(places) if places else 0
    slips = (
        words[:at] + words[at + 1] + words[at] + words[at + 2 :] if places else words,
        words[:at] + words[at + 1 :] if places else words,
        words[:at] + words[at] + words[at:] if places else words,
    )
    return dice.pick(slips)


def _slip(record: Record, dice: Dice) -> dict[str, Any]:
    return {"name": with_slip(record["name"], dice)}


def _short(record: Record, dice: Dice) -> dict[str, Any]:
    return {"name": _replaced(record["name"], SHORT_WORDS)}


def _capitals(record: Record, dice: Dice) -> dict[str, Any]:
    return {"name": record["name"].upper().replace("À", "A'"), "address": (record["address"] or "").upper() or None}


def _legal_form(record: Record, dice: Dice) -> dict[str, Any]:
    return {"name": record["name"] + dice.pick(LEGAL_FORMS)}


def _provider_in_front(record: Record, dice: Dice) -> dict[str, Any]:
    """Write who runs it in front of the name, or in its place, as some lists do."""
    provider = record["provider_name"] or ""
    return {"name": provider if provider and dice.chance(0.25) else f"{provider} - {record['name']}".strip(" -")}


def _other_provider(record: Record, dice: Dice) -> dict[str, Any]:
    """Write the same provider with another legal form."""
    words = record["provider_name"] or ""
    for form in PROVIDERS:
        before, _, after = form.partition("{}")
        words = words.removeprefix(before).removesuffix(after)
    return {"provider_name": dice.pick(PROVIDERS).format(words) if words else None}


def _short_street(record: Record, dice: Dice) -> dict[str, Any]:
    return {"address": _replaced(record["address"] or "", SHORT_STREETS) or None}


def _letter_of_house(record: Record, dice: Dice) -> dict[str, Any]:
    address = record["address"]
    return {"address": f"{address}/{dice.pick('ABC')}" if address and address[-1].isdigit() else address}


def _lost(record: Record, dice: Dice) -> dict[str, Any]:
    return {name: None for name in LOSABLE if dice.chance(0.3)}


def _moved(record: Record, dice: Dice) -> dict[str, Any]:
    reach = dice.pick((30.0, 80.0, 200.0, 600.0)) * DEGREES_PER_M
    return {"lon": record["lon"] + dice.offset() * reach, "lat": record["lat"] + dice.offset() * reach}


def _vague(record: Record, dice: Dice) -> dict[str, Any]:
    """Forget the point: the other list knows the municipality alone."""
    return {"lon": None, "lat": None, "position_quality": "municipality"}


def _new_phone(record: Record, dice: Dice) -> dict[str, Any]:
    return {"phone": new_phone(dice)}


def _other_capacity(record: Record, dice: Dice) -> dict[str, Any]:
    places = record["capacity_authorised"]
    return {"capacity_authorised": None if places is None else max(1, round(places * dice.within(0.8, 1.3)))}


def _city_postcode(record: Record, dice: Dice) -> dict[str, Any]:
    return {"postcode": f"{record['postcode'][:3]}00" if record["postcode"] else None}


CHANGES: tuple[tuple[float, Perturbation], ...] = (
    (0.35, _short),
    (0.30, _slip),
    (0.15, _legal_form),
    (0.12, _provider_in_front),
    (0.30, _other_provider),
    (0.40, _short_street),
    (0.15, _letter_of_house),
    (0.30, _other_capacity),
    (0.25, _new_phone),
    (0.05, _city_postcode),
    (0.60, _lost),
    (0.55, _moved),
    (0.20, _vague),
    (0.30, _capitals),
)
"""How often lists differ in each way (guessed), in the order in which it is done."""


def _replaced(words: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """Write the first long form that is there in its short one, then the first saint."""
    for long, short in pairs:
        if long in words:
            return words.replace(long, short, 1)
    return words
