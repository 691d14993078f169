"""
Words for people: both languages say the same things, and nothing is written that no page says.

Keys are found in the source as whole literals or as literals with gaps (``f"codes.kind.{code}"``). A gap right behind
the room would match everything: such families are listed in ``OPEN_FAMILIES`` with what they stand for.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import geodata
import welfare_map
from geodata import codes, tables
from welfare_map.maps.document import WORDS
from welfare_map.texts import LANGUAGES, has_text, keys, text
from welfare_map.texts import _texts as texts_of
from welfare_map.ui.pages import accessibility
from welfare_map.ui.pages.method import STATEMENTS
from welfare_map.ui.state import PANELS

PACKAGES = tuple(Path(str(package.__file__)).parent for package in (geodata, welfare_map))
FILE_ENDINGS = (".js", ".css", ".json", ".toml", ".csv", ".py", ".sqlite", ".sealed")
CODE_FAMILIES = {
    "group": codes.ServiceGroup,
    "kind": codes.ServiceKind,
    "organisation_kind": codes.OrganisationKind,
    "role": codes.AdhesionRole,
    "theme": codes.PracticeTheme,
    "size": codes.SizeClass,
    "quality": codes.PositionQuality,
    "mode": codes.TravelMode,
    "mode_in_sentence": codes.TravelMode,
    "level": codes.Level,
    "level_one": codes.Level,
    "phase": codes.PracticePhase,
    "ownership": codes.Ownership,
    "elder_role": codes.ElderRole,
    "band": codes.AvailabilityBand,
    "exchange_kind": codes.EXCHANGE_KINDS,
    "unit": codes.ExchangeUnit,
    "plan_phase": codes.PlanPhase,
    "direction": codes.NeedDirection,
    "visibility": codes.Visibility,
    "language": LANGUAGES,
}
OPEN_FAMILIES = {
    "map.*": [f"map.{name}" for name in WORDS],
    "declaration.*": [f"declaration.{name}" for name in (*accessibility.NOTES, *accessibility.CONTACTS)],
    "method.*": [f"method.{name}" for name in STATEMENTS],
    "layers_panel.*": [f"layers_panel.{name}" for name in PANELS],
    "find.*": ["find.saved", "find.compared", "find.save", "find.compare"],
    "codes.*.*": [],
}
"""Literal with gaps -> the keys that it stands for; the codes have a test of their own."""


@cache
def trees() -> tuple[ast.Module, ...]:
    files = sorted(path for package in PACKAGES for path in package.rglob("*.py") if "migrations" not in path.parts)
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in files)


def nodes() -> Iterator[ast.AST]:
    return (node for tree in trees() for node in ast.walk(tree))


@cache
def rooms() -> frozenset[str]:
    return frozenset(key.partition(".")[0] for key in keys("it"))


def is_key(words: object) -> bool:
    return (
        isinstance(words, str)
        and words.partition(".")[0] in rooms()
        and re.fullmatch(r"[a-z_]+(\.[\w*-]+)+", words) is not None
        and not words.endswith(FILE_ENDINGS)
    )


@cache
def literals() -> frozenset[str]:
    """Whole keys that the source names."""
    inside = {id(part) for node in nodes() if isinstance(node, ast.JoinedStr) for part in node.values}
    constants = (node for node in nodes() if isinstance(node, ast.Constant) and id(node) not in inside)
    return frozenset(str(node.value) for node in constants if is_key(node.value))


@cache
def patterns() -> frozenset[str]:
    """Keys with gaps that the source names, ``*`` for a gap."""
    joined = (node for node in nodes() if isinstance(node, ast.JoinedStr))
    written = {
        "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values) for node in joined
    }
    return frozenset(words for words in written if is_key(words))


def calls(name: str) -> Iterator[ast.Call]:
    for node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
            yield node


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(keys("it") ^ keys("en")) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_words_are_empty(lang: str) -> None:
    assert [key for key in sorted(keys(lang)) if not texts_of(lang)[key].strip()] == []


def test_both_languages_name_the_same_values() -> None:
    italian, english = texts_of("it"), texts_of("en")
    assert [key for key in sorted(keys("it")) if placeholders(italian[key]) != placeholders(english[key])] == []


def test_every_key_that_the_source_names_exists() -> None:
    assert sorted(literals() - keys("it")) == []


def test_every_gap_of_the_source_is_narrow_or_listed() -> None:
    open_ones = {pattern for pattern in patterns() if re.fullmatch(r"[a-z_]+(\.\*)+", pattern)}
    narrow = {"notice.*", "update.*"}
    assert sorted(open_ones - set(OPEN_FAMILIES) - narrow) == []


def test_every_key_is_used() -> None:
    named = literals() | {key for family in OPEN_FAMILIES.values() for key in family}
    narrow = [re.escape(pattern).replace(r"\*", r"[\w-]+") for pattern in patterns() - set(OPEN_FAMILIES)]
    known = re.compile("|".join(narrow))
    ours = {key for key in keys("it") if not key.startswith("codes.")}
    assert sorted(key for key in ours - named if not known.fullmatch(key)) == []


def test_a_text_is_given_the_values_that_it_names() -> None:
    wrong = []
    for call in calls("text"):
        key = call.args[0]
        has_gap = any(keyword.arg is None for keyword in call.keywords)
        if not isinstance(key, ast.Constant) or has_gap or not has_text(str(key.value)):
            continue
        given = {keyword.arg for keyword in call.keywords}
        if given != placeholders(texts_of("it")[str(key.value)]):
            wrong.append((key.value, sorted(map(str, given))))
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("family", CODE_FAMILIES)
def test_every_code_of_a_vocabulary_has_words_and_no_other_has(family: str, lang: str) -> None:
    prefix = f"codes.{family}."
    worded = {key.removeprefix(prefix) for key in keys(lang) if key.startswith(prefix)}
    assert worded == set(CODE_FAMILIES[family])


def test_costs_of_practices_have_words() -> None:
    columns = {column.name: column for column in tables.CONTRACTS["practices"].columns}
    assert {f"codes.cost.{code}" for code in columns["cost_class"].allowed} <= keys("it")


def test_no_vocabulary_of_the_texts_is_unknown() -> None:
    families = {key.split(".")[1] for key in keys("it") if key.startswith("codes.")}
    assert families - set(CODE_FAMILIES) <= {"carer", "cost", "fit_shown", "nearness"}


def test_every_error_that_is_raised_has_words_and_no_other_has() -> None:
    raised = {str(call.args[0].value) for call in calls("InputError") if isinstance(call.args[0], ast.Constant)}
    assert raised <= keys("it")
    assert {key for key in keys("it") if key.startswith("error.")} <= literals()


def notice_rules() -> set[str]:
    made = [*calls("Notice"), *calls("_notice")]
    named = {str(call.args[0].value) for call in made if isinstance(call.args[0], ast.Constant)}
    columns = [column for contract in tables.CONTRACTS.values() for column in contract.columns]
    checks = {str(check.name) for column in columns for check in column.checks()}
    return named | checks


def test_every_rule_of_a_notice_has_words() -> None:
    assert sorted(rule for rule in notice_rules() if not has_text(f"notice.{rule}")) == []


def test_words_of_a_notice_belong_to_a_rule() -> None:
    worded = {key.removeprefix("notice.") for key in keys("it") if key.startswith("notice.")}
    strings = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert sorted(worded - notice_rules() - strings) == []


def test_a_missing_key_raises() -> None:
    assert not has_text("find.planet")
    with pytest.raises(KeyError):
        text("find.planet", "it")


def test_values_are_put_into_the_words() -> None:
    assert text("find.candidates", "it") == "Quale intendi?"
    assert "«xyz»" in text("agreements.territory_unknown", "it", words="xyz")
