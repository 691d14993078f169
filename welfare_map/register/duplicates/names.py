"""Names as they are compared: no legal forms, stop words, accents, points; acronyms and saints written alike."""

import functools
import re
import unicodedata
from dataclasses import dataclass

from geodata.cleaning.text import clean_text

INITIALS = re.compile(r"\b[a-z](?:\.[a-z])+\.?(?![a-z])")
"""R.S.A., S.r.l., S.p.A: letters with a point between them."""
SHORT_SAINT = re.compile(r"\bs\.\s?(?=t[aoei]\b)")
"""S.ta, S.to: the point stands inside one word."""
LEGAL_FORMS = re.compile(
    r"\b(?:(?:societa|soc|s) (?:cooperativa|coop) (?:sociale|soc)?|(?:cooperativa|coop) (?:sociale|soc)\b"
    r"|societa cooperativa|soc coop|societa a responsabilita limitata|societa per azioni|impresa sociale"
    r"|ente (?:del|di) terzo settore|azienda di servizi alla persona|associazione di promozione sociale"
    r"|organizzazione di volontariato|s r l|s p a|a r ?l|arl|srls?|spa|sas|snc|scarl|scrl|scs|sc|onlus|ets|aps|odv|asp"
    r"|ipab|asc|consortile|in liquidazione)(?= |$)"
)
"""On folded words: what says how a body is made, not which one it is."""
LONG_FORMS = (
    (r"residenza sanitari[ao] assistenziale(?: per)?(?: anziani)?|residenza sanitaria(?: per anziani)?|r s a", "rsa"),
    (r"centro diurno integrato(?: per anziani)?|c d i", "cdi"),
    (r"centro diurno (?:per )?disabili|c d d", "cdd"),
    (r"centro diurno (?:per )?anziani|c d a", "cda"),
    (r"centro (?:per la )?prima infanzia", "cpi"),
    (r"centro ricreativo (?:diurno|estivo)|c r e|grest", "cre"),
    (r"centro di aggregazione giovanile|c a g", "cag"),
    (r"assistenza domiciliare integrata|a d i", "adi"),
    (r"asilo infantile|scuola (?:materna|dell infanzia|infanzia)|materna", "infanzia"),
    (r"micro ?(?:asilo )?nido", "micronido"),
    (r"nido (?:in )?famiglia|tagesmutter", "nidofamiglia"),
    (r"asilo nido|nido d infanzia|baby parking", "nido"),
    (r"casa (?:di|d) (?:riposo|cura)|casa albergo(?: per anziani)?", "casariposo"),
    (r"(?:comunita|alloggi[o]?) protett[oa](?: anziani)?|mini ?alloggi(?: protetti)?", "alloggio"),
)
"""On folded words: long form -> the short one that stands for it."""
LONG_FORM_PATTERNS = tuple((re.compile(rf"\b(?:{long})(?= |$)"), short) for long, short in LONG_FORMS)
SAINTS = frozenset("s ss san santo santa sante sant santi sto sta ste sti".split())  # noqa: SIM905  # a list of words reads best as words
SAINT = "san"
STOP_WORDS = frozenset(
    "di del dello della dell dei degli delle d il lo la l i gli le e ed ad al alla allo ai agli alle all da dal "  # noqa: SIM905  # a list of words reads best as words
    "dalla in nel nella con per su tra fra o un una uno n nr num numero presso c".split()
)
GENERIC_WORDS = frozenset(
    "rsa cdi cdd cda cpi cre cag adi infanzia micronido nidofamiglia nido casariposo alloggio scuola asilo casa "  # noqa: SIM905  # a list of words reads best as words
    "residenza centro diurno integrato anziani disabili comunale statale paritaria paritario parrocchiale privato"
    " privata pubblico servizio servizi spazio gioco ludoteca sezione primavera struttura sede consultorio "
    "familiare aziendale bambini fondazione associazione cooperativa consorzio istituto ente opera pia polo "
    "plesso".split()
)
"""Words that say what a service is, not which one: they never make two names alike."""
ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
HIGHEST_ROMAN = 9
"""A higher one belongs to a pope or a date: nobody numbers services so."""
LAST_WORD_NUMBERS = {"i": "1", "uno": "1", "primo": "1", "due": "2", "secondo": "2", "tre": "3", "terzo": "3"}
"""Words that number a service when they end its name: Nido Aurora I, Nido Aurora Due."""
REGNAL_NAMES = frozenset("giovanni pio paolo leone benedetto gregorio vittorio emanuele umberto aprile maggio".split())  # noqa: SIM905  # a list of words reads best as words
"""Words around a number that make it part of a name: Giovanni XXIII, XXV Aprile."""
LAST_MARKS = frozenset({"a", "b", "c", "d", "nord", "sud", "est", "ovest"})
"""Letters and quarters that tell buildings apart when they end a name."""


@dataclass(frozen=True, slots=True)
class NameParts:
    """
    A name taken apart.

    Parameters
    ----------
    core
        Words that tell which one it is, in their order.
    generic
        Words that tell what it is.
    numbers
        Numbers in it, sorted: Nido 1 and Nido 2 are not one.
    """

    core: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def folded(words: str) -> str:
    """
    Return small letters and digits with single spaces.

    Examples
    --------
    >>> folded("R.S.A. Sant'Anna – Città, S.r.l.")
    'rsa sant anna citta srl'
    """
    plain = unicodedata.normalize("NFKD", words.casefold().replace("’", "'"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    joined = INITIALS.sub(lambda found: found[0].replace(".", ""), SHORT_SAINT.sub("s", letters))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", joined).split())


@functools.lru_cache(maxsize=200_000)
def name_parts(name: str) -> NameParts:
    """
    Take a name apart.

    Examples
    --------
    >>> name_parts("Residenza Sanitaria Assistenziale S. Anna 2 – Soc. Coop. Sociale ONLUS")
    NameParts(core=('san', 'anna'), generic=('rsa',), numbers=('2',))
    """
    words = LEGAL_FORMS.sub(" ", folded(clean_text(name) or ""))
    words = " ".join(words.split())
    for pattern, short in LONG_FORM_PATTERNS:
        words = pattern.sub(short, words)
    tokens = [SAINT if token in SAINTS else token for token in words.split()]
    numbers = _numbers(tokens)
    rest = [token for token, number in zip(tokens, numbers, strict=True) if not number and _tells(token)]
    return NameParts(
        core=tuple(in_digits(token) for token in rest if token not in GENERIC_WORDS),
        generic=tuple(token for token in rest if token in GENERIC_WORDS),
        numbers=tuple(sorted(number for number in numbers if number)),
    )


def _numbers(tokens: list[str]) -> tuple[str, ...]:
    """Return the number that each word stands for, or ""; numbers of popes, kings and dates are words."""
    around = zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False)
    return tuple(
        "" if REGNAL_NAMES & {before, after} else _number(token, is_last=bool(before) and not after)
        for before, token, after in around
    )


def _tells(token: str) -> bool:
    return len(token) > 1 and token not in STOP_WORDS


def _number(token: str, *, is_last: bool) -> str:
    """Return the number that a word stands for, or ""."""
    if token.isdigit():
        return token.lstrip("0") or "0"
    if is_last and token in LAST_WORD_NUMBERS:
        return LAST_WORD_NUMBERS[token]
    if is_last and token in LAST_MARKS:
        return token
    digits = in_digits(token)
    return digits if digits != token and int(digits) <= HIGHEST_ROMAN else ""


def in_digits(token: str) -> str:
    """Return a word with a Roman numeral written in digits."""
    return str(roman_value(token)) if len(token) > 1 and ROMAN.fullmatch(token) else token


def roman_value(letters: str) -> int:
    """
    Return the value of a Roman numeral in small letters, up to 39.

    Examples
    --------
    >>> roman_value("xxiii"), roman_value("iv")
    (23, 4)
    """
    values = [ROMAN_DIGITS[letter] for letter in letters]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
