"""
Streets as lists and people write them: kind of street, abbreviations, saints, numbers in words, order of names.

``street_key`` is the same for every usual way to write a street; ``split_address`` parts a street from its number.
"""

import re
from dataclasses import dataclass

from geodata.cleaning.text import clean_text
from geodata.territory.names import fold

KINDS = {
    "v": "via",
    "vle": "viale",
    "pza": "piazza",
    "pzza": "piazza",
    "piaza": "piazza",
    "ple": "piazzale",
    "pzle": "piazzale",
    "pzale": "piazzale",
    "ptta": "piazzetta",
    "pzta": "piazzetta",
    "pzetta": "piazzetta",
    "cso": "corso",
    "lgo": "largo",
    "vlo": "vicolo",
    "vic": "vicolo",
    "viclo": "vicolo",
    "str": "strada",
    "sda": "strada",
    "cda": "contrada",
    "ctr": "contrada",
    "contr": "contrada",
    "loc": "localita",
    "fraz": "frazione",
    "fr": "frazione",
    "bgo": "borgo",
    "trav": "traversa",
    "sal": "salita",
    "cna": "cascina",
    "casc": "cascina",
}
"""Abbreviation at the beginning -> kind of street."""
STREET_KINDS = frozenset(
    {
        *KINDS.values(),
        *(
            "alzaia",
            "bastioni",
            "calle",
            "campo",
            "circonvallazione",
            "galleria",
            "lungolago",
            "lungadige",
            "passaggio",
        ),
        *(
            "ripa",
            "rotonda",
            "stradone",
            "vicoletto",
            "rione",
            "quartiere",
            "foro",
            "lungomare",
            "sentiero",
            "vialetto",
        ),
    }
)
WORDS = {
    "flli": "fratelli",
    "gen": "generale",
    "mons": "monsignor",
    "card": "cardinale",
    "cav": "cavalier",
    "dott": "dottor",
    "dr": "dottor",
    "prof": "professor",
    "ing": "ingegner",
    "col": "colonnello",
    "cap": "capitano",
    "ten": "tenente",
    "serg": "sergente",
    "mar": "maresciallo",
    "magg": "maggiore",
    "amm": "ammiraglio",
    "on": "onorevole",
    "sen": "senatore",
    "avv": "avvocato",
    "mte": "monte",
    "str": "strada",
    "vitt": "vittorio",
    "giov": "giovanni",
    "gius": "giuseppe",
    **dict.fromkeys(("san", "sant", "santa", "santo", "santi", "ss", "sta", "sto"), "s"),
}
"""Word inside a name -> how we write it."""
LINKS = frozenset(
    {
        *("a", "al", "alla", "ai", "alle", "da", "dal", "dalla", "dai", "dalle", "de", "dei", "del", "dell", "della"),
        *("delle", "degli", "dello", "d", "di", "e", "ed", "il", "la", "le", "lo", "l", "i", "in", "per", "su", "sul"),
    }
)
MONTHS = frozenset(
    {
        *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre"),
        *("novembre", "dicembre"),
    }
)
UNITS = ("uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove")
TEENS = (
    *("dieci", "undici", "dodici", "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto"),
    "diciannove",
)
ORDINALS = (
    *("primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo", "undicesimo"),
    *("dodicesimo", "tredicesimo"),
)
ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
SHORT_KIND = re.compile(r"^\s*([vpclbs])\s*\.\s*(le|lo|za|zza|tta|so|go|da|zale|zle|zetta)\b\.?", re.IGNORECASE)
POINTED = re.compile(r"\b(f)\.\s*(lli)\b|\b(m)\.\s*(te)\b", re.IGNORECASE)
INITIAL = re.compile(r"\b([a-z])\.", re.IGNORECASE)
"""A letter with a point stands for a first name, not for a linking word: "Via A. Volta"."""
DEGREE = re.compile(r"(\d+)\s*[°ºª^]")
NUMBER = re.compile(
    r"^(?P<street>.*?[^\W\d_].*?)[\s,]+(?:(?:n|nr|num|numero|civ|civico)\b[.°º]?\s*)?"
    r"(?P<number>\d{1,5})\s*[/\-\\]?\s*(?P<exponent>(?:bis|ter|quater|[a-z]{1,2})?(?:\s*/?\s*\d{1,3})?)\s*$",
    re.IGNORECASE,
)
NO_NUMBER = re.compile(r"[\s,]+s\.?\s?n\.?\s?c?\.?\s*$", re.IGNORECASE)
LONGEST_ADDRESS = 300


def _numbers_in_words() -> dict[str, str]:
    words = {word: number for number, word in enumerate((*UNITS, *TEENS), start=1)}
    for tens, first in (("vent", "venti"), ("trent", "trenta")):
        base = 20 if tens == "vent" else 30
        words[first] = base
        for unit, word in enumerate(UNITS, start=1):
            words[(tens if word[0] in "uo" else first) + word] = base + unit
    words |= {word: number for number, word in enumerate(ORDINALS, start=1)}
    words |= {"ventitreesimo": 23, "ventitre": 23}
    return {word: str(number) for word, number in words.items()}


NUMBERS = _numbers_in_words()


@dataclass(frozen=True, slots=True)
class StreetAddress:
    """
    A street and what stands after it.

    Parameters
    ----------
    street
        As written.
    number
        House number, None where there is none.
    exponent
        What follows the number ("b", "bis"), folded; "" for nothing.
    """

    street: str
    number: int | None = None
    exponent: str = ""


def split_address(words: object) -> StreetAddress:
    """
    Part a street from its house number.

    Examples
    --------
    >>> split_address("Via Garibaldi, 12/B")
    StreetAddress(street='Via Garibaldi', number=12, exponent='b')
    >>> split_address("Via 25 Aprile")
    StreetAddress(street='Via 25 Aprile', number=None, exponent='')
    """
    text = (clean_text(words) or "")[:LONGEST_ADDRESS]
    text = NO_NUMBER.sub("", text).strip(" ,")
    found = NUMBER.match(text)
    if not found:
        return StreetAddress(text)
    return StreetAddress(found["street"].strip(" ,"), int(found["number"]), clean_exponent(found["exponent"]))


def clean_exponent(cell: object) -> str:
    """Return what follows a house number, folded: "/B" is "b"; "" for nothing."""
    return fold(clean_text(cell) or "").replace(" ", "")


def street_key(words: str) -> str:
    """
    Return what is the same for every usual way to write a street: its kind, then the words of its name in order.

    Examples
    --------
    >>> street_key("V.LE XXV APRILE"), street_key("viale venticinque aprile")
    ('viale 25 aprile', 'viale 25 aprile')
    >>> street_key("Via Garibaldi Giuseppe") == street_key("VIA GIUSEPPE GARIBALDI")
    True
    >>> street_key("P.zza S. Magno"), street_key("Piazza San Magno")
    ('piazza magno s', 'piazza magno s')
    """
    kind, name = street_parts(words)
    return " ".join([kind, *sorted(name)]).strip()


def street_parts(words: str) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a street, "" where none is named, and the words of its name without linking words."""
    pointed = POINTED.sub(lambda found: "".join(filter(None, found.groups())), words[:LONGEST_ADDRESS])
    text = DEGREE.sub(r"\1 ", SHORT_KIND.sub(r"\1\2 ", pointed))
    tokens = fold(text).split()
    kind = ""
    if len(tokens) > 1 and KINDS.get(tokens[0], tokens[0]) in STREET_KINDS:
        kind, tokens = KINDS.get(tokens[0], tokens[0]), tokens[1:]
    initials = frozenset(letter.lower() for letter in INITIAL.findall(text))
    named = [_word(tokens, place) for place in range(len(tokens))]
    return kind, tuple(word for word in named if word in initials or word not in LINKS) or tuple(named)


def _word(tokens: list[str], place: int) -> str:
    """Return a word of a name: numbers as digits, abbreviations in full."""
    word = tokens[place]
    if word.isdecimal():
        return word.lstrip("0") or word
    found = ROMAN.fullmatch(word)
    is_before_month = place + 1 < len(tokens) and tokens[place + 1] in MONTHS
    is_last = place == len(tokens) - 1 and place > 0
    if found and (len(word) > 1 or is_before_month or (is_last and word == "i")):
        return str(10 * len(found[1]) + _roman_unit(found[2]))
    return NUMBERS.get(word) or WORDS.get(word, word)


def _roman_unit(letters: str) -> int:
    return {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}[letters]
