"""
Municipalities as publishers name them, by name and province or by cadastral code, to the ISTAT codes of 2026.

Accents, apostrophes, saints ("S.", "San", "Sant'"), linking words, names in two languages and "(MI)" after the name are
understood. A name that two municipalities share means neither without its province: nothing is guessed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from geodata.cleaning.text import UNPRINTABLE, clean_text
from geodata.territory.names import fold

BARDELLO, UGGIATE, CAMPOSPINOSO = "012144", "013256", "018026"
FORMER_CADASTRAL_CODES = {
    "A645": BARDELLO,
    "E856": BARDELLO,
    "L487": UGGIATE,
    "H521": UGGIATE,
    "A134": CAMPOSPINOSO,
}
"""Cadastral codes of municipalities that merged, where they are known -> ISTAT code of the one in their place."""
FORMER_NAMES = {
    "bardello": BARDELLO,
    "bregano": BARDELLO,
    "malgesso": BARDELLO,
    "uggiate trevano": UGGIATE,
    "ronago": UGGIATE,
    "campospinoso": CAMPOSPINOSO,
    "albaredo arnaboldi": CAMPOSPINOSO,
    "puegnago sul garda": "017158",
}
"""Folded names that the list of 2026 no longer carries."""
FORMER_PROVINCES = {"MI": ("MB", "LO"), "CO": ("LC",), "BG": ("LC",), "LC": ("BG",), "FO": ("FC",), "PS": ("PU",)}
"""Older lists put a municipality in the province that its own was taken from."""
NAPLES = "NA"
SAINTS = re.compile(r"\b(?:s|ss|san|sant|santo|santa|santi)\b")
LINKS = re.compile(
    r"\b(?:d|de|di|del|della|dell|dei|degli|delle|a|al|alla|all|ai|alle|in|nel|nell|nella|su|sul|sull|sulla|con|e|ed|il|"
    r"la|lo|le|l|per|tra|fra)\b"
)
PREFIX = re.compile(r"^\s*comune\s+d(?:i|ell[ao']|el|')\s*", re.IGNORECASE)
PROVINCE_AT_END = re.compile(r"[\s,]*(?:\(\s*([A-Za-z]{2})\s*\)|[-–]\s*([A-Z]{2}))\s*$")
PROVINCE_WORDS = re.compile(r"^(?:provincia|citta metropolitana|libero consorzio comunale) (?:di |del |della |dell )?")


@dataclass(frozen=True, slots=True)
class Municipality:
    """
    A municipality of today.

    Parameters
    ----------
    code
        ISTAT code.
    name, other_name
        In Italian, and in the area's other language or "".
    province_short, province_name
        ``MI``, ``Milano``.
    cadastral_code
        Code of the land register, ``F205``; "" where it is not known.
    """

    code: str
    name: str
    province_short: str
    province_name: str
    cadastral_code: str = ""
    other_name: str = ""


Index = Mapping[str, tuple[Municipality, ...]]


@dataclass(frozen=True, slots=True)
class MunicipalityList:
    """Municipalities by cadastral code, and by name at each level of tolerance, the strictest first."""

    by_cadastral_code: Mapping[str, str]
    by_name: tuple[Index, ...]
    codes: frozenset[str]


def municipality_list(municipalities: Iterable[Municipality]) -> MunicipalityList:
    """Return the municipalities ready to be looked up."""
    known = tuple(municipalities)
    codes = frozenset(one.code for one in known)
    cadastral = {one.cadastral_code: one.code for one in known if one.cadastral_code}
    return MunicipalityList(MappingProxyType(cadastral), tuple(_index(known, key) for key in KEYS), codes)


def _joined(words: str) -> str:
    """Fold a name whose saints and spaces do not count."""
    return SAINTS.sub("s", fold(words)).replace(" ", "")


def _bare(words: str) -> str:
    """Fold a name whose linking words do not count either."""
    return LINKS.sub("", SAINTS.sub("s", fold(words))).replace(" ", "")


KEYS: tuple[Callable[[str], str], ...] = (fold, _joined, _bare)


def _index(known: Iterable[Municipality], key: Callable[[str], str]) -> Index:
    found: dict[str, dict[str, Municipality]] = {}
    for one in known:
        for words in {one.name, one.other_name, f"{one.name} {one.other_name}"}:
            found.setdefault(key(words), {})[one.code] = one
    found.pop("", None)
    return MappingProxyType({words: tuple(ones.values()) for words, ones in found.items()})


NO_MUNICIPALITIES = municipality_list(())


def code_of_cadastral(cell: object, municipalities: MunicipalityList) -> str | None:
    """Return the ISTAT code for a cadastral code, that of a merged municipality too; None when it is not known."""
    words = (clean_text(cell) or "").upper()
    return municipalities.by_cadastral_code.get(words) or FORMER_CADASTRAL_CODES.get(words)


def code_of_name(name: object, province: object, municipalities: MunicipalityList) -> str | None:
    """
    Return the ISTAT code for a municipality as people write it.

    Parameters
    ----------
    name
        In any spelling, with or without "Comune di" and "(MI)".
    province
        Its short form or its name; None when it is not known.
    municipalities
        What there is; one of them is called None.

    Returns
    -------
    code
        None when there is no such municipality in that province, or more than one.
    """
    words = " ".join(UNPRINTABLE.sub(" ", str(name)).split()) if name is not None else ""
    hint = PROVINCE_AT_END.search(words)
    said = province_words(province) or (hint and (hint[1] or hint[2])) or ""
    whole = PREFIX.sub("", words)
    for form in _forms(whole):
        for index, key in zip(municipalities.by_name, KEYS, strict=True):
            if found := index.get(key(form)):
                return _single(found, said)
    former = FORMER_NAMES.get(fold(PROVINCE_AT_END.sub("", whole)))
    return former if former in municipalities.codes else None


def province_words(cell: object) -> str | None:
    """Return a province as it is written; None when it is missing, which "NA", Napoli, is not."""
    return clean_text(cell) or (NAPLES if str(cell).strip().upper() == NAPLES else None)


def _forms(words: str) -> Iterator[str]:
    """Yield a name as it stands, without the province after it, and the halves of a name in two languages."""
    yield words
    yield (bare := PROVINCE_AT_END.sub("", words))
    yield from (part for part in re.split(r"/|\s[-–]\s", bare) if part != bare)


def _single(found: tuple[Municipality, ...], province: str) -> str | None:
    """Return the only municipality of the province, else of all where no province is given."""
    chosen = [one for one in found if is_province(one, province)] if province else list(found)
    return chosen[0].code if len(chosen) == 1 else None


def is_province(municipality: Municipality, province: str) -> bool:
    """Tell whether a province as people write it is the municipality's, or the one that it was taken from."""
    short = province.strip().upper()
    if short in (municipality.province_short, *_taken_from(municipality.province_short)):
        return True
    words, name = PROVINCE_WORDS.sub("", fold(province)), fold(municipality.province_name)
    return bool(words) and LINKS.sub("", words).split() == LINKS.sub("", name).split()


def _taken_from(province_short: str) -> Iterator[str]:
    return (former for former, taken in FORMER_PROVINCES.items() if province_short in taken)
