"""
What two records have in common: one small function per feature, each from pairs to one level per pair. Pure.

Every function takes the two sides of the pairs as tables of the same length (see ``prepare.prepared``), treats them
alike and gives the name of a level; ``scoring.POINTS`` says what a level is worth. ``unknown`` is the level of what is
missing on either side.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from geodata.codes import ServiceKind
from welfare_map.register.duplicates.names import SAINT

Texts = npt.NDArray[np.object_]
Levels = npt.NDArray[np.str_]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
Feature = Callable[[pd.DataFrame, pd.DataFrame], Levels]
UNKNOWN = "unknown"
SAME_NAME_PCT, CLOSE_NAME_PCT, PARTLY_NAME_PCT = 97.0, 82.0, 62.0
"""Similarity of names: share of letters kept by the best alignment (Indel), percent."""
CONTAINED_PCT = 93.0
SAME_STREET_PCT = 88.0
SPOT_M, NEAR_M, WALK_M, FAR_M = 60.0, 250.0, 1_000.0, 5_000.0
CAPACITY_CLOSE_SHARE, CAPACITY_FAR_SHARE = 0.1, 0.5
KINDS_ALIKE = (
    frozenset({ServiceKind.NURSERY, ServiceKind.MICRO_NURSERY}),
    frozenset({ServiceKind.NURSERY, ServiceKind.EARLY_CHILDHOOD_CENTRE}),
    frozenset({ServiceKind.MICRO_NURSERY, ServiceKind.FAMILY_NURSERY}),
    frozenset({ServiceKind.SENIOR_DAY_CENTRE, ServiceKind.INTEGRATED_DAY_CENTRE}),
)
"""Kinds that lists confuse; services of any other two kinds are two services, in one building too."""
CONFUSED = frozenset(f"{one}|{other}" for pair in KINDS_ALIKE for one in pair for other in pair if one != other)
SHARED_HOSTS = frozenset({"facebook.com", "instagram.com", "sites.google.com", "linktr.ee", "wa.me"})


def name(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """
    Compare the telling words of the names.

    ``provider``: one record is called as the other's provider is. ``generic``: a name has no telling word.
    """
    one, other = own_words(left, right)
    is_told = _has(one) & _has(other)
    similarity_pct = _similarity_pct(one, other)
    return _first(
        [
            (is_told & (similarity_pct >= SAME_NAME_PCT), "same"),
            (is_told & (similarity_pct >= CLOSE_NAME_PCT), "close"),
            (_contained(one, other), "contained"),
            (_named_as_provider(left, right), "provider"),
            (~is_told, _generic(left, right)),
            (similarity_pct >= PARTLY_NAME_PCT, "partly"),
        ],
        "different",
    )


def own_words(left: pd.DataFrame, right: pd.DataFrame) -> tuple[Texts, Texts]:
    """
    Return the telling words of both names without those of the providers, which some lists write in front.

    Where a name has no words but its provider's, both names stay whole. Saints are told by their own name.
    """
    columns = (left["core"], right["core"], left["provider"], right["provider"])
    pairs = [_without_provider(*cells) for cells in zip(*columns, strict=True)]
    return np.array([one for one, _ in pairs], object), np.array([other for _, other in pairs], object)


def _without_provider(one: str, other: str, provider: str, other_provider: str) -> tuple[str, str]:
    left, right = one.split(), other.split()
    theirs = {*provider.split(), *other_provider.split(), SAINT}
    kept = [word for word in left if word not in theirs], [word for word in right if word not in theirs]
    if all(kept):
        left, right = kept
    return " ".join(_untitled(left)), " ".join(_untitled(right))


def _untitled(words: list[str]) -> list[str]:
    return [word for word in words if word != SAINT] or words


def _similarity_pct(one: Texts, other: Texts) -> FloatArray:
    """Return how alike words are, percent: in any order, and with spaces left out."""
    in_any_order = cpdist(_sorted_words(one), _sorted_words(other), scorer=fuzz.ratio)
    glued = cpdist([words.replace(" ", "") for words in one], [words.replace(" ", "") for words in other])
    return np.asarray(np.maximum(in_any_order, glued), np.float64)


def numbers(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare the numbers in the names: Nido 1 and Nido 2 are two."""
    one, other = _text(left, "numbers"), _text(right, "numbers")
    return _first(
        [(~_has(one) & ~_has(other), UNKNOWN), (one == other, "same"), (_has(one) & _has(other), "different")],
        "one_sided",
    )


def provider(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare who runs the services."""
    one, other = _text(left, "provider"), _text(right, "provider")
    similarity_pct = cpdist(_sorted_words(one), _sorted_words(other), scorer=fuzz.ratio)
    is_alike = (similarity_pct >= CLOSE_NAME_PCT) | _contained(one, other)
    return _first([(~_has(one) | ~_has(other), UNKNOWN), (is_alike, "same")], "different")


def address(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare street and house number."""
    one, other = _text(left, "street"), _text(right, "street")
    house, other_house = _text(left, "house"), _text(right, "house")
    similarity_pct = cpdist(list(one), list(other), scorer=fuzz.ratio)
    is_street = (similarity_pct >= SAME_STREET_PCT) | _contained(one, other)
    knows_houses = _has(house) & _has(other_house)
    return _first(
        [
            (~_has(one) | ~_has(other), UNKNOWN),
            (is_street & knows_houses & (house == other_house), "same"),
            (is_street & knows_houses, "other_number"),
            (is_street, "street"),
        ],
        "different",
    )


def distance(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare exact positions."""
    metres = distance_m(left, right)
    return _first(
        [
            (np.isnan(metres), UNKNOWN),
            (metres <= SPOT_M, "spot"),
            (metres <= NEAR_M, "near"),
            (metres <= WALK_M, "walk"),
            (metres <= FAR_M, "far"),
        ],
        "very_far",
    )


def distance_m(left: pd.DataFrame, right: pd.DataFrame) -> FloatArray:
    """Return metres between exact positions, NaN where one of them is none."""
    east, north = (left[axis].to_numpy(float) - right[axis].to_numpy(float) for axis in ("x_m", "y_m"))
    return np.asarray(np.hypot(east, north), np.float64)


def municipality(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare municipalities of today."""
    return _agreement(left, right, "municipality")


def postcode(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare postcodes; one that ends with 00 stands for its whole city."""
    one, other = _text(left, "postcode"), _text(right, "postcode")
    is_city = np.array([code.endswith("00") for code in one]) | np.array([code.endswith("00") for code in other])
    in_city = np.array([a[:3] == b[:3] for a, b in zip(one, other, strict=True)], bool)
    return _first(
        [(~_has(one) | ~_has(other), UNKNOWN), (one == other, "same"), (is_city & in_city, UNKNOWN)], "different"
    )


def phone(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare telephone numbers."""
    return _agreement(left, right, "phone")


def email(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare mailboxes."""
    return _agreement(left, right, "email")


def web(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare web pages and hosts; many share the host of a network, so that it says nothing."""
    one, other = _text(left, "web"), _text(right, "web")
    host, other_host = _hosts(one), _hosts(other)
    is_shared = np.isin(host, list(SHARED_HOSTS)) | np.isin(other_host, list(SHARED_HOSTS))
    return _first(
        [
            (~_has(one) | ~_has(other), UNKNOWN),
            (one == other, "same"),
            (is_shared, UNKNOWN),
            (host == other_host, "host"),
        ],
        "different",
    )


def vat(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare VAT codes: the same one says the same provider, not the same service."""
    return _agreement(left, right, "vat")


def kind(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare kinds of service: a care home and its day centre are two services."""
    one, other = _text(left, "kind"), _text(right, "kind")
    both = np.array([f"{a}|{b}" for a, b in zip(one, other, strict=True)], object)
    return _first(
        [
            (~_has(one) | ~_has(other), UNKNOWN),
            (one == other, "same"),
            (np.isin(both.astype(str), list(CONFUSED)), "alike"),
        ],
        "different",
    )


def ownership(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare ownership: a state school and a private one side by side are two."""
    return _agreement(left, right, "ownership")


def capacity(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare places."""
    one, other = left["capacity"].to_numpy(float), right["capacity"].to_numpy(float)
    most = np.maximum(np.maximum(one, other), 1.0)
    share = np.abs(one - other) / most
    return _first(
        [
            (np.isnan(share), UNKNOWN),
            (share <= CAPACITY_CLOSE_SHARE, "same"),
            (share <= CAPACITY_FAR_SHARE, "close"),
        ],
        "different",
    )


def source(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Compare sources: a list names a service once, unless it repeats a row cell for cell."""
    one, other = _text(left, "source"), _text(right, "source")
    columns = [column for column in left.columns if column != "record_id"]
    is_repeated = np.ones(len(left), bool)
    for column in columns:
        a, b = left[column].to_numpy(), right[column].to_numpy()
        is_repeated &= (a == b) | (pd.isna(a) & pd.isna(b))
    return _first([(~_has(one) | ~_has(other), UNKNOWN), (one != other, "two"), (is_repeated, "repeated")], "one")


FEATURES: Mapping[str, Feature] = {
    "name": name,
    "numbers": numbers,
    "provider": provider,
    "kind": kind,
    "ownership": ownership,
    "address": address,
    "distance": distance,
    "municipality": municipality,
    "postcode": postcode,
    "phone": phone,
    "email": email,
    "web": web,
    "vat": vat,
    "capacity": capacity,
    "source": source,
}
"""Name of the feature -> its function, in the order in which reasons are told."""


def _text(table: pd.DataFrame, column: str) -> Texts:
    return table[column].to_numpy(object)


def _has(words: Texts) -> BoolArray:
    return np.asarray(words != "", np.bool_)


def _agreement(left: pd.DataFrame, right: pd.DataFrame, column: str) -> Levels:
    one, other = _text(left, column), _text(right, column)
    return _first([(~_has(one) | ~_has(other), UNKNOWN), (one == other, "same")], "different")


def _first(cases: Iterable[tuple[BoolArray, "str | Levels"]], otherwise: str) -> Levels:
    """Return the level of the first condition that holds."""
    conditions, levels = zip(*cases, strict=True)
    return np.select(conditions, levels, default=otherwise)


def _sorted_words(texts: Iterable[str]) -> list[str]:
    return [" ".join(sorted(words.split())) for words in texts]


def _contained(one: Texts, other: Texts) -> BoolArray:
    """Tell where all words of the shorter text are in the longer one, and one of them is longer than three letters."""
    pct = cpdist(list(one), list(other), scorer=fuzz.token_set_ratio)
    telling = np.array([_longest(a) > 3 and _longest(b) > 3 for a, b in zip(one, other, strict=True)], bool)
    return telling & (pct >= CONTAINED_PCT)


def _longest(words: str) -> int:
    return max(map(len, words.split()), default=0)


def _named_as_provider(left: pd.DataFrame, right: pd.DataFrame) -> BoolArray:
    """Tell where the name of one is that of the other's provider."""
    forth = cpdist(list(_text(left, "core")), list(_text(right, "provider")), scorer=fuzz.token_sort_ratio)
    back = cpdist(list(_text(left, "provider")), list(_text(right, "core")), scorer=fuzz.token_sort_ratio)
    has_both = (_has(_text(left, "core")) & _has(_text(right, "provider")), _has(_text(left, "provider")))
    is_forth = has_both[0] & (forth >= CLOSE_NAME_PCT)
    is_back = has_both[1] & _has(_text(right, "core")) & (back >= CLOSE_NAME_PCT)
    return is_forth | is_back


def _generic(left: pd.DataFrame, right: pd.DataFrame) -> Levels:
    """Return the level of names without telling words: alike or not, they say little."""
    one, other = _sorted_words(_text(left, "generic")), _sorted_words(_text(right, "generic"))
    is_same = np.array(one, object) == np.array(other, object)
    is_bare = (~_has(_text(left, "core"))) & (~_has(_text(right, "core")))
    return np.where(is_same & is_bare, "generic_same", "generic")


def _hosts(pages: Texts) -> Texts:
    return np.array([page.partition("/")[0] for page in pages], object)
