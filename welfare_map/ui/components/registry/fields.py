"""Form fields made from a table's contract: one widget per column, cells come back as the register keeps them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import streamlit as st

from geodata.codes import Level, PracticeTheme, SizeClass
from geodata.errors import InputError
from geodata.tables import CONTRACTS, Column, ColumnType
from welfare_map.model import Plain
from welfare_map.questions.units import find_unit
from welfare_map.texts import text
from welfare_map.ui.components.registry.saying import LISTS, VOCABULARIES, cell_words, label
from welfare_map.ui.context import Page

SHORT: Final = 200
LONG: Final = 2_000
"""Most characters of a line and of a longer text."""
LONG_COLUMNS: Final = ("summary", "aim", "description", "how_to_adhere", "result", "note", "fee_includes")
LIST_CODES: Final[Mapping[str, Sequence[str]]] = {"themes": tuple(PracticeTheme), "size_classes": tuple(SizeClass)}
EDITED: Final[Mapping[str, tuple[str, ...]]] = {
    "services": (
        *("name", "kind", "provider_name", "organisation_id", "ownership", "address", "postcode", "municipality_code"),
        *("phone", "email", "website", "opening_hours", "capacity_authorised", "capacity_accredited"),
        *("min_age_months", "max_age_months", "is_open_to_others", "monthly_fee_min_eur", "monthly_fee_max_eur"),
        *("fee_includes_it", "fee_includes_en", "isee_fee_bands", "fee_source", "fee_as_of_on"),
        *("lon", "lat", "position_quality", "no_longer_listed_on"),
    ),
    "organisations": (
        *("organisation_name", "organisation_kind", "vat_code", "sector_code", "size_class", "employee_count"),
        *("address", "postcode", "municipality_code", "phone", "email", "website", "lon", "lat", "position_quality"),
    ),
    "practices": (
        *("title_it", "title_en", "description_it", "description_en", "themes", "size_classes", "cost_class", "phase"),
        *("result_it", "result_en", "contact_it", "contact_en", "initiative_id", "organisation_id", "document_id"),
        "paragraph",
    ),
    "initiatives": (
        *("name", "short_name", "summary_it", "summary_en", "aim_it", "aim_en", "territory", "start_year", "end_year"),
        *("is_ongoing", "how_to_adhere_it", "how_to_adhere_en", "contact_name_it", "contact_name_en"),
        *("contact_phone", "contact_email"),
    ),
    "adhesions": ("role", "since_year", "document_id", "paragraph", "note"),
}
"""Table -> the columns that people edit, in the order of the form; nobody edits keys and provenance."""


def ask_cells(
    page: Page, table: str, names: Iterable[str], cells: Mapping[str, Plain], *, key: str
) -> dict[str, Plain]:
    """
    Draw the fields of some columns, two beside each other where there is room; the keyboard follows the same order.

    Parameters
    ----------
    cells
        What stands in the fields at first.
    key
        Prefix of the widgets' keys.

    Returns
    -------
    cells
        What stands in the fields now; ``municipality_code`` still as words (see ``settled``).
    """
    columns = {column.name: column for column in CONTRACTS[table].columns}
    asked: dict[str, Plain] = {}
    for pair in in_pairs(names):
        for name, side in zip(pair, st.columns(2, gap="medium"), strict=False):
            with side:
                asked[name] = _ask(page, columns[name], cells.get(name), f"{key}-{name}")
    return asked


def in_pairs(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the names by two."""
    listed = tuple(names)
    return [listed[start : start + 2] for start in range(0, len(listed), 2)]


def settled(page: Page, asked: Mapping[str, Plain]) -> dict[str, Plain]:
    """
    Return the cells of a form with the municipality as its code.

    Raises
    ------
    InputError
        ``error.unknown_town``; ``error.too_long_answer``.
    """
    for name, cell in asked.items():
        longest = LONG if name.startswith(LONG_COLUMNS) else SHORT
        if isinstance(cell, str) and name not in LISTS and len(cell) > longest:
            raise InputError("error.too_long_answer", field=label(name, page.lang), maximum=longest)
    words = asked.get("municipality_code")
    if not words:
        return dict(asked)
    return {**asked, "municipality_code": town_code(page, str(words))}


def town_code(page: Page, words: str) -> str:
    """
    Return the code of the municipality that words name; a code of the area is taken as it is.

    Raises
    ------
    InputError
        ``error.unknown_town``.
    """
    if page.snapshot.territory.municipality_codes_of(f"municipality:{words.strip()}"):
        return words.strip()
    unit = find_unit(page.snapshot, words)
    if unit is None or unit.level is not Level.MUNICIPALITY:
        raise InputError("error.unknown_town", words=words[:60])
    return unit.code


def changed(before: Mapping[str, Plain], after: Mapping[str, Plain], page: Page) -> dict[str, Plain]:
    """Return the cells of a form that are not as they were; a municipality that was left as it was is none of them."""
    untouched = {
        name
        for name in ("municipality_code",)
        if before.get(name) and after.get(name) == cell_words(name, before[name], page)
    }
    first = {name: None if cell == "" else cell for name, cell in before.items()}
    return {name: cell for name, cell in after.items() if name not in untouched and cell != first.get(name)}


def _ask(page: Page, column: Column, cell: Plain, key: str) -> Plain:
    words = label(column.name, page.lang) + (" *" if column.is_required else "")
    if column.name in LISTS:
        return _ask_list(page, column, cell, words, key)
    if column.allowed:
        return _ask_code(page, column, cell, words, key)
    match column.type:
        case ColumnType.BOOLEAN:
            return _ask_truth(page.lang, cell, words, key)
        case ColumnType.INTEGER:
            number = st.number_input(words, value=None if cell is None else int(cell), step=1, key=key)
            return None if number is None else int(number)
        case ColumnType.NUMBER:
            decimals = "%.2f" if column.name.endswith("_eur") else "%.6f"
            found = st.number_input(words, value=None if cell is None else float(cell), format=decimals, key=key)
            return None if found is None else float(found)
        case _:
            return _ask_text(page, column, cell, words, key)


def _ask_text(page: Page, column: Column, cell: Plain, words: str, key: str) -> str | None:
    shown = "" if cell is None else str(cell)
    if column.name.startswith(LONG_COLUMNS):
        return st.text_area(words, value=shown, max_chars=LONG, key=key).strip() or None
    if column.name == "municipality_code" and cell is not None:
        shown = cell_words(column.name, cell, page)
    return st.text_input(words, value=shown, max_chars=SHORT, key=key).strip() or None


def _ask_code(page: Page, column: Column, cell: Plain, words: str, key: str) -> str | None:
    family = VOCABULARIES[column.name]
    chosen = st.selectbox(
        words,
        column.allowed,
        index=column.allowed.index(str(cell)) if cell in column.allowed else None,
        format_func=lambda code: text(f"codes.{family}.{code}", page.lang),
        placeholder=text("registry.choose", page.lang),
        key=key,
    )
    return None if chosen is None else str(chosen)


def _ask_list(page: Page, column: Column, cell: Plain, words: str, key: str) -> str | None:
    family, offered = VOCABULARIES[column.name], LIST_CODES[column.name]
    chosen = st.multiselect(
        words,
        offered,
        default=[code for code in str(cell or "").split("|") if code in offered],
        format_func=lambda code: text(f"codes.{family}.{code}", page.lang),
        placeholder=text("registry.choose", page.lang),
        key=key,
    )
    return "|".join(code for code in offered if code in chosen) or None


def _ask_truth(lang: str, cell: Plain, words: str, key: str) -> bool | None:
    chosen = st.selectbox(
        words,
        (True, False),
        index=None if cell is None else 0 if cell else 1,
        format_func=lambda yes: text("registry.yes" if yes else "registry.no", lang),
        placeholder=text("registry.unknown", lang),
        key=key,
    )
    return None if chosen is None else bool(chosen)
