"""Names in capital letters become names as Italians write them; names with small letters stay as they are."""

import re

from geodata.cleaning.text import clean_text, unquoted

ACRONYMS = re.compile(
    "RSA|CDI|CDD|CDA|CRA|CSE|SFA|SRL|SRLS|SPA|SNC|SAS|SCARL|SC|ONLUS|ETS|APS|ODV|ASP|ASA|ASST|ATS|ASL|IRCCS|IPAB|ACLI|"
    "ENAIP|AIAS|ANFFAS|UOS|UG|OP"
)
"""Kept in capitals, with or without dots."""
ARTICLES = re.compile("il|lo|la|i|gli|le|l")
PREPOSITIONS = re.compile(
    "di|a|da|in|con|su|per|tra|fra|d|c/o|e|ed|o|presso|del|dello|della|dei|degli|delle|dell|al|allo|alla|ai|agli|alle|all|"
    "dal|dallo|dalla|dai|dagli|dalle|dall|nel|nello|nella|nei|negli|nelle|nell|sul|sullo|sulla|sui|sugli|sulle|sull|col"
)
"""Small inside a name; an article is small only after one of them: elsewhere it begins a name of its own."""
TRUNCATED = frozenset({"CA", "DE", "PO", "MO", "FRA", "CO", "TO", "NE", "SO"})
"""Words whose final apostrophe is no accent: Ca' d'Oro, de' Medici."""
ACCENTED = {"A": "À", "E": "È", "I": "Ì", "O": "Ò", "U": "Ù"}
INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")
ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
GLUED_INITIALS = re.compile(r"\b((?:[A-Z]\.){1,2})([^\W\d_]{4,})\b(?!\.)")
SHORTENED = re.compile(r"\b([A-Z])\.(Lli|Gi)\b")
"""F.lli (fratelli), C.gi (coniugi)."""
FINAL_APOSTROPHE = re.compile(r"([^\W\d_]*)([AEIOU])'(?=[\"),;:]*$)")
LETTERS = re.compile(r"[^\W\d_]+")
OPENINGS = ('"', "(", "-", "–", "/")
BREAKS = ("(", "-", "–", "/", ":")
"""A word that starts with an opening, or follows a break, begins a name anew."""


def clean_name(cell: object) -> str | None:
    """
    Return a name ready to be read; None when it is missing.

    Examples
    --------
    >>> clean_name("RSA - FONDAZIONE CITTA' DI VATTELAPESCA S.R.L.")
    'RSA - Fondazione Città di Vattelapesca S.R.L.'
    >>> clean_name("R.S.A. L'OASI DELL'ANZIANO GIOVANNI XXIII")
    "R.S.A. L'Oasi dell'Anziano Giovanni XXIII"
    """
    words = clean_text(cell)
    words = clean_text(unquoted(words)) if words else None
    return title_case(words) if words else None


def title_case(words: str) -> str:
    """Put a text that is all in capitals into the case of Italian names; another text comes back unchanged."""
    if words != words.upper():
        return words
    tokens = GLUED_INITIALS.sub(r"\1 \2", words).split()
    return " ".join(_cased(tokens, number) for number in range(len(tokens)))


def _cased(tokens: list[str], number: int) -> str:
    token = tokens[number]
    before = tokens[number - 1] if number else ""
    if _keeps_capitals(token):
        return token
    accented = _with_accent(token)
    head, apostrophe, tail = accented.partition("'")
    is_first = not before or before.endswith(BREAKS) or token.startswith(OPENINGS)
    is_last = number == len(tokens) - 1 and not apostrophe
    if not is_first and not is_last and _is_small(head, before):
        return head.lower() + apostrophe + _capitalised(tail)
    return _capitalised(accented)


def _is_small(word: str, before: str) -> bool:
    """Tell whether a word inside a name is a preposition, or an article that follows one."""
    small = word.lower()
    follows_small = PREPOSITIONS.fullmatch("".join(LETTERS.findall(before)).lower()) is not None
    return PREPOSITIONS.fullmatch(small) is not None or (follows_small and ARTICLES.fullmatch(small) is not None)


def _capitalised(word: str) -> str:
    """Give each part of a word its capital: Lombardo-Veneta, Sant'Agata, F.lli; Roman numerals stay."""
    cased = LETTERS.sub(lambda found: found[0] if ROMAN.fullmatch(found[0]) else found[0].capitalize(), word)
    return SHORTENED.sub(lambda found: f"{found[1]}.{found[2].lower()}", cased)


def _keeps_capitals(token: str) -> bool:
    """Tell whether a word is an acronym, initials, a Roman numeral or has no vowel."""
    core = token.strip("\"(),;:-'")
    letters = core.replace(".", "")
    is_mute = len(core) > 1 and core.isalpha() and not re.search("[AEIOUYÀÈÉÌÒÙ]", core)
    return is_mute or any(form.fullmatch(word) for form, word in ((ACRONYMS, letters), (INITIALS, core), (ROMAN, core)))


def _with_accent(token: str) -> str:
    """Turn the apostrophe after a final vowel into an accent: CITTA' is Città, Ca' stays."""
    found = FINAL_APOSTROPHE.search(token)
    if not found or found[1] + found[2] in TRUNCATED or token.lstrip('"(').startswith("'"):
        return token
    return token[: found.start(2)] + ACCENTED[found[2]] + token[found.end() :]
