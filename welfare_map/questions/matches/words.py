"""
What the words of a need or an offer speak of: kinds, themes, and what two texts have in common.

Firms file a thing under a code and tell it in their own words; where the two disagree the words are usually right. The
evidence is simple: phrases that name a kind or a theme, whole words, long ones forgiven a slip.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process

from geodata.codes import PracticeTheme, ResourceKind, ServiceKind
from geodata.geocode import normalise

NEAR_SCORE: Final = 92
"""Least likeness of a long word to a phrase of one word (rapidfuzz ratio): a doubled letter in a word of seven."""
LONG_LETTERS: Final = 7
STEM_LETTERS: Final = 6
"""Letters that two words share when they speak of the same thing: "sanitaria" and "sanitario"."""
CACHE_COUNT: Final = 20_000
"""Texts that the process keeps read: the register's alone, for nobody describes a need or an offer in an open page."""

KIND_PHRASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        ServiceKind.NURSERY: ("nido", "nidi", "asilo nido", "lattanti", "divezzi", "semidivezzi", "nursery"),
        ServiceKind.MICRO_NURSERY: ("micronido", "micro nido", "micronidi"),
        ServiceKind.FAMILY_NURSERY: ("nido famiglia", "nido in famiglia", "tagesmutter"),
        ServiceKind.EARLY_CHILDHOOD_CENTRE: ("prima infanzia", "spazio gioco"),
        ServiceKind.SPRING_SECTION: ("sezione primavera", "sezioni primavera"),
        ServiceKind.PRESCHOOL: ("scuola dell infanzia", "scuola materna", "materna", "scuola d infanzia", "preschool"),
        ServiceKind.DAY_CAMP: (
            *("centro estivo", "centri estivi", "campo estivo", "campus", "grest", "crd", "cre", "summer camp"),
            *("centro ricreativo",),
        ),
        ServiceKind.YOUTH_CENTRE: ("cag", "centro di aggregazione", "centro giovani"),
        ServiceKind.BEFORE_AFTER_SCHOOL: (
            *("pre scuola", "prescuola", "post scuola", "postscuola", "doposcuola", "dopo scuola", "pre e post"),
        ),
        ServiceKind.HOMEWORK_BABYSITTING: (
            *("spazio compiti", "aiuto compiti", "aiuto nei compiti", "baby sitter", "babysitter", "baby sitting"),
            *("ripetizioni", "compiti"),
        ),
        ServiceKind.CARE_HOME: ("rsa", "casa di riposo", "residenza per anziani", "sollievo", "nursing home"),
        ServiceKind.INTEGRATED_DAY_CENTRE: ("cdi", "centro diurno integrato"),
        ServiceKind.SENIOR_DAY_CENTRE: ("centro anziani", "centro diurno anziani", "cda"),
        ServiceKind.SHELTERED_HOUSING: ("alloggi protetti", "alloggio protetto", "mini alloggi", "alloggi per anziani"),
        ServiceKind.HOME_CARE: (
            *("assistenza domiciliare", "assistenza a domicilio", "assistenza a casa", "a domicilio", "oss", "sad"),
            *("adi", "rsa aperta", "home care"),
        ),
        ServiceKind.DISABILITY_DAY_CENTRE: ("cdd", "cse", "sfa", "centro diurno disabili", "centro socio educativo"),
        ServiceKind.FAMILY_CLINIC: ("consultorio", "preparto"),
        ServiceKind.FAMILY_DESK: ("sportello famiglia", "sportello badanti", "assistenti familiari", "sportello"),
        ServiceKind.SHUTTLE: ("navetta", "navette", "pulmino", "pulmini", "scuolabus", "shuttle"),
        ServiceKind.CANTEEN: ("mensa", "mense", "pasti", "coperti", "self service", "centro cottura", "canteen"),
        ServiceKind.ERRANDS: ("maggiordomo", "commissioni", "fattorino", "disbrigo pratiche", "lavanderia"),
        ServiceKind.COWORKING: ("coworking", "scrivania", "scrivanie", "postazione", "postazioni", "open space"),
        ResourceKind.TRAINING: ("corso", "corsi", "formazione", "laboratorio", "laboratori", "lezioni", "training"),
        ResourceKind.TRAINING_ROOM: ("aula", "aule", "sala", "sale", "saletta", "salette", "aula magna"),
        ResourceKind.CARE_MANAGER: ("care manager", "assistente sociale"),
        ResourceKind.KNOW_HOW: ("raccontiamo", "esperienza", "come abbiamo", "come facciamo", "testimonianze"),
        ResourceKind.WELFARE_PLATFORM: ("portale", "piattaforma", "platform"),
        ResourceKind.JOINT_PURCHASING: (
            *("acquisto collettivo", "gruppo di acquisto", "gruppo d acquisto", "acquistiamo insieme"),
        ),
    }
)
"""What a sentence says when it speaks of a kind, without accents and signs; as people of small firms write it."""

THEME_PHRASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        PracticeTheme.SMART_WORKING: (
            *("smart working", "lavoro agile", "lavoro da casa", "lavorare da casa", "telelavoro", "da remoto"),
        ),
        PracticeTheme.WORKING_HOURS: ("banca ore", "orari flessibili", "flessibilita", "turni"),
        PracticeTheme.SHARED_CONVENTIONS: ("convenzione", "convenzioni"),
        PracticeTheme.INTERFIRM_SERVICES: ("interaziendale", "interaziendali", "servizio in comune"),
        PracticeTheme.SERVICE_EXCHANGE: ("scambio di servizi", "ci scambiamo"),
        PracticeTheme.PRODUCTIVITY_BONUS: ("premio di risultato", "premio di produttivita", "il premio"),
        PracticeTheme.MANAGEMENT_TRAINING: (
            *("responsabili", "capi", "capi squadra", "capi reparto", "leadership", "gestire le persone"),
            *("gestire una squadra",),
        ),
        PracticeTheme.LEAVE_MANAGEMENT: ("congedo", "congedi", "maternita", "assenze", "rientro", "rientri"),
        PracticeTheme.CULTURE: ("cultura della conciliazione",),
        PracticeTheme.WELFARE_PLAN: ("piano di welfare", "piani di welfare"),
        PracticeTheme.BARGAINING: ("contrattazione", "secondo livello", "accordo sindacale"),
        PracticeTheme.TALENT_RETENTION: ("trattenere", "attrarre", "talenti", "tenere i giovani"),
        PracticeTheme.MAPPING: ("mappatura", "mappato"),
    }
)
"""What a sentence says when it speaks of a theme."""

EMPTY_WORDS: Final = frozenset(
    (
        *("azienda", "aziende", "aziendale", "aziendali", "imprese", "impresa", "ditta", "ditte", "nostro", "nostra"),
        *("nostri", "nostre", "dipendenti", "lavoratori", "colleghi", "colleghe", "insieme", "comprata", "libero"),
        *("liberi", "libera", "libere", "anche", "corso", "corsi", "incontri", "incontro", "ciclo", "aperto", "aperta"),
        *("posti", "posto", "persone", "quando", "dalle", "giorno", "giorni", "mattina", "pomeriggio", "settimana"),
        *("altre", "altri", "presso", "come", "cerchiamo", "cercando", "stiamo", "vorremmo", "collettiva", "gruppo"),
        *("collettivo", "acquisto", "acquistiamo", "convenzioni", "convenzione", "lavoro", "formazione"),
    )
)
"""Words that say nothing of what is exchanged."""


@lru_cache(maxsize=CACHE_COUNT)
def kinds_named(description: str | None) -> frozenset[str]:
    """
    Return the kinds that a text speaks of.

    Examples
    --------
    >>> sorted(kinds_named("Classi di scuola materna")), sorted(kinds_named("Navvetta per la stazione"))
    (['preschool'], ['shuttle'])
    """
    return _named(description, _KINDS)


@lru_cache(maxsize=CACHE_COUNT)
def themes_named(description: str | None) -> frozenset[str]:
    """Return the themes that a text speaks of."""
    return _named(description, _THEMES)


@lru_cache(maxsize=CACHE_COUNT)
def stems(description: str | None) -> frozenset[str]:
    """Return the beginnings of the words of a text that say what it is about."""
    words = normalise(description or "").split()
    return frozenset(word[:STEM_LETTERS] for word in words if len(word) >= STEM_LETTERS - 1 and word not in EMPTY_WORDS)


def _named(description: str | None, phrases: Mapping[str, str]) -> frozenset[str]:
    words = normalise(description or "").split()
    longest = max(phrase.count(" ") for phrase in phrases) + 1
    found: set[str] = set()
    taken: set[int] = set()
    for size in range(longest, 0, -1):
        for start in range(len(words) - size + 1):
            places = set(range(start, start + size))
            phrase = _phrase(" ".join(words[start : start + size]), phrases)
            if phrase and taken.isdisjoint(places):
                found.add(phrases[phrase])
                taken |= places
    return frozenset(found)


def _phrase(words: str, phrases: Mapping[str, str]) -> str | None:
    """Return the phrase that words are: themselves, or a long word with a slip in it."""
    if words in phrases:
        return words
    if " " in words or len(words) < LONG_LETTERS:
        return None
    near = process.extractOne(
        words,
        [one for one in phrases if len(one) >= LONG_LETTERS and " " not in one],
        scorer=fuzz.ratio,
        score_cutoff=NEAR_SCORE,
    )
    return near[0] if near else None


def _flat(phrases: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for code, words in phrases.items():
        yield from ((phrase, str(code)) for phrase in words)


_KINDS: Final = dict(_flat(KIND_PHRASES))
_THEMES: Final = dict(_flat(THEME_PHRASES))
