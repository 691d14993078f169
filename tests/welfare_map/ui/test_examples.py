"""Who writes a cell in another form than its column has is shown how, and before that too (WCAG 3.3.2 and 3.3.3)."""

import pytest

from geodata.errors import InputError
from geodata.tables import CONTRACTS, Column, ColumnType
from welfare_map.register.history.cells import CLEANERS, checked_cell
from welfare_map.texts import LANGUAGES, has_text, text
from welfare_map.ui.components.registry.fields import EDITED
from welfare_map.ui.components.registry.saying import error_words

COLUMNS = {
    column.name: column
    for table, names in EDITED.items()
    for column in CONTRACTS[table].columns
    if column.name in names
}
CHOSEN = frozenset({"municipality_code"})
"""Columns with a form that nobody writes: they are chosen from a list."""


def has_form(column: Column) -> bool:
    is_text = column.type in {ColumnType.TEXT, ColumnType.DATE} and not column.allowed
    has_form = column.pattern or column.type is ColumnType.DATE or column.is_published_mailbox
    return is_text and column.name not in CHOSEN and bool(has_form or column.name in CLEANERS)


def test_every_column_that_people_write_in_a_form_has_an_example_of_it() -> None:
    without = [column.name for column in COLUMNS.values() if has_form(column)]
    assert [name for name in without if not has_text(f"registry.example.{name}")] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_is_taken_as_it_stands(lang: str) -> None:
    shown = {name: text(f"registry.example.{name}", lang) for name in COLUMNS if has_text(f"registry.example.{name}")}
    assert shown
    assert {name: checked_cell(COLUMNS[name], words) for name, words in shown.items()}.keys() == shown.keys()


def test_what_is_not_in_the_form_of_its_column_is_answered_with_the_example() -> None:
    error = InputError("error.bad_cell", column="postcode", value="abc")
    assert error_words(error, "it") == "CAP: «abc» non è scritto nella forma prevista. Per esempio: 20025."
    assert error_words(error, "en").endswith("For example: 20025.")
