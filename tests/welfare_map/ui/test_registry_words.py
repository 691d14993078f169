"""Words of data on *Registro*: they stay words in labels, and forms tell what was changed."""

import re

import pytest

from geodata.tables import CONTRACTS, PROVENANCE
from welfare_map.texts import has_text
from welfare_map.ui.components.registry.fields import EDITED, in_pairs
from welfare_map.ui.components.registry.saying import VOCABULARIES
from welfare_map.ui.markdown import WORD_JOINER, plain_markdown


@pytest.mark.parametrize(
    "words",
    [
        "![x](https://evil.example/x.png)",
        "[qui](javascript:alert(1))",
        "<b>grassetto</b>",
        "**forte** _piano_ ~via~ `codice`",
        "$x^2$ :red[rosso] :material/delete: # Titolo",
    ],
)
def test_markdown_of_data_stays_words(words: str) -> None:
    made = plain_markdown(words)
    assert not re.search(r"(?<!\\)[\[\]()<>*_`~$#!:]", made)
    assert made.replace("\\", "").replace(WORD_JOINER, "") == words


@pytest.mark.parametrize(
    "words", [":material/home:", ":material_home:", ":house:", ":+1:", ":100:", ":a:b:", ":streamlit:"]
)
def test_what_streamlit_draws_where_the_colon_is_escaped_stays_words(words: str) -> None:
    """It looks for these in the words that Markdown has read, without their backslashes."""
    read = plain_markdown(f"Nido {words} Sole").replace("\\", "")
    assert not re.search(r":[\w/+-]+:", read)
    assert read.replace(WORD_JOINER, "") == f"Nido {words} Sole"


def test_words_without_shortcodes_get_no_hidden_sign() -> None:
    assert WORD_JOINER not in plain_markdown("Nido: ore 7:30-18:00, tel.: sì")


def test_fields_come_by_two_in_their_order() -> None:
    assert in_pairs("abc") == [("a", "b"), ("c",)]
    assert in_pairs(()) == []


def test_each_field_of_a_form_has_words_and_its_codes_too() -> None:
    columns = {(table, column.name): column for table in EDITED for column in CONTRACTS[table].columns}
    named = {(table, name) for table, names in EDITED.items() for name in names}
    assert sorted(name for _, name in named if not has_text(f"registry.column.{name}")) == []
    assert sorted(name for table, name in named if columns[table, name].allowed and name not in VOCABULARIES) == []


def test_forms_ask_for_columns_that_people_may_edit() -> None:
    provenance = {column.name for column in PROVENANCE}
    for table, names in EDITED.items():
        contract = CONTRACTS[table]
        assert set(names) <= set(contract.column_names) - provenance - set(contract.key)
        required = {column.name for column in contract.columns if column.is_required}
        assert required - set(names) - provenance - set(contract.key) == set()
