"""Form fields made from a table's contract: one widget per column, cells come back as the register keeps them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geodata.codes import PracticeTheme, SizeClass
from geodata.tables import CONTRACTS, Column, ColumnType
from welfare_map.model import Plain
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.registry.saying import LISTS, VOCABULARIES, cell_words, example, label
from welfare_map.ui.context import Page

SHORT: Final = 200
LONG: Final = 2_000
"""Most characters of a line and of a longer text. The widgets take more: what is too long is said, not cut."""
NOTE_CHARACTERS: Final = 1_000
REQUIRED: Final = " *"
"""End of the label of a field that may not stay empty."""
LONG_COLUMNS: Final = ("summary", "aim", "description", "how_to_adhere", "result", "note", "fee_includes")
LIST_CODES: Final[Mapping[str, Sequence[str]]] = {"themes": tuple(PracticeTheme), "size_classes": tuple(SizeClass)}
EDITED: Final[Mapping[str, tuple[str, ...]]] = {
    "services": (
        *("name", "kind", "provider_name", "organisation_id", "ownership", "address", "postcode", "municipality_code"),
        *("phone", "email", "website", "opening_hours", "capacity_authorised", "capacity_accredited"),
        *("capacity_part_time", "min_age_months", "max_age_months", "is_open_to_others"),
        *("monthly_fee_min_eur", "monthly_fee_max_eur"),
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
    "needs_offers": (
        *("organisation_id", "direction", "exchange_kind", "theme", "quantity", "unit", "from_on", "hours"),
        *("description", "visibility"),
    ),
    "shifts": ("days", "starts_at", "ends_at", "employee_count"),
    "sites": (
        *("site_name", "employee_count", "address", "postcode", "municipality_code", "lon", "lat", "position_quality"),
    ),
    "plans": (
        *("title", "organisation_ids", "initiative_id", "measures", "plan_phase", "phase_on", "note", "visibility"),
    ),
}
"""Table -> the columns that people edit, in the order of the form; nobody edits keys and provenance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """
    One field of a form, as it was filled in.

    Parameters
    ----------
    words
        What it is called.
    cell
        What stands in it, None for nothing.
    place
        Where the form says what is wrong with it.
    column
        The column that it fills, None where it fills none.
    is_required
        It may not stay empty.
    maximum
        Most characters.
    """

    words: str
    cell: Plain
    place: DeltaGenerator
    column: Column | None = None
    is_required: bool = False
    maximum: int = SHORT


def cells_of(fields: Mapping[str, Field]) -> dict[str, Plain]:
    """Return what stands in the fields."""
    return {name: field.cell for name, field in fields.items()}


def ask_cells(
    page: Page, table: str, names: Iterable[str], cells: Mapping[str, Plain], *, key: str, required: Iterable[str] = ()
) -> dict[str, Field]:
    """
    Draw the fields of some columns, two beside each other where there is room; the keyboard follows the same order.

    Parameters
    ----------
    cells
        What stands in the fields at first.
    key
        Prefix of the widgets' keys.
    required
        Columns that this form asks for although the contract does not.
    """
    columns = {column.name: column for column in CONTRACTS[table].columns}
    fields: dict[str, Field] = {}
    for pair in in_pairs(names):
        for name, side in zip(pair, st.columns(2, gap="medium"), strict=False):
            with side:
                is_required = columns[name].is_required or name in required
                fields[name] = _ask(page, columns[name], cells.get(name), f"{key}-{name}", is_required=is_required)
    return fields


def ask_words(words: str, *, key: str, maximum: int, name: str = "", is_required: bool = False) -> Field:
    """
    Draw a field of several lines that fills no column.

    Parameters
    ----------
    words
        Its label.
    name
        What it is called where it is wrong, the label by default.
    """
    found = st.text_area(marked_required(words) if is_required else words, key=state.typed(key)).strip()
    return Field(words=name or words, cell=found or None, place=st.empty(), is_required=is_required, maximum=maximum)


def ask_note(page: Page, key: str) -> Field:
    """Draw the field of a note for whoever examines what is sent."""
    words = text("registry.note", page.lang)
    return ask_words(words, key=f"{key}-note", maximum=NOTE_CHARACTERS, name=label("note", page.lang))


def marked_required(words: str) -> str:
    """Return the label of a field that may not stay empty: the page tells it from its star (``scripts/assist.js``)."""
    return f"{words}{REQUIRED}"


def in_pairs(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the names by two."""
    listed = tuple(names)
    return [listed[start : start + 2] for start in range(0, len(listed), 2)]


def changed(before: Mapping[str, Plain], after: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return the cells of a form that are not as they were."""
    first = {name: None if cell == "" else cell for name, cell in before.items()}
    return {name: cell for name, cell in after.items() if cell != first.get(name)}


def _ask(page: Page, column: Column, cell: Plain, key: str, *, is_required: bool) -> Field:
    words = label(column.name, page.lang)
    found = _ask_cell(page, column, cell, marked_required(words) if is_required else words, key)
    maximum = LONG if column.name.startswith(LONG_COLUMNS) or column.name in LISTS else SHORT
    return Field(words=words, cell=found, place=st.empty(), column=column, is_required=is_required, maximum=maximum)


def _ask_cell(page: Page, column: Column, cell: Plain, words: str, key: str) -> Plain:
    if column.name in LISTS:
        return _ask_list(page, column, cell, words, key)
    if column.allowed:
        return _ask_code(page, column, cell, words, key)
    if column.name == "municipality_code":
        return _ask_town(page, cell, words, key)
    if column.type in {ColumnType.INTEGER, ColumnType.NUMBER}:
        return _ask_number(column, cell, words, key)
    if column.type is ColumnType.BOOLEAN:
        return _ask_truth(page.lang, cell, words, key)
    return _ask_text(page.lang, column, cell, words, key)


def _ask_number(column: Column, cell: Plain, words: str, key: str) -> float | int | None:
    if column.type is ColumnType.INTEGER:
        whole = st.number_input(words, value=None if cell is None else int(cell), step=1, key=state.typed(key))
        return None if whole is None else int(whole)
    decimals = "%.2f" if column.name.endswith("_eur") else "%.6f"
    found = st.number_input(words, value=None if cell is None else float(cell), format=decimals, key=state.typed(key))
    return None if found is None else float(found)


def _ask_text(lang: str, column: Column, cell: Plain, words: str, key: str) -> str | None:
    shown = "" if cell is None else str(cell)
    ask = st.text_area if column.name.startswith(LONG_COLUMNS) else st.text_input
    return ask(words, value=shown, key=state.typed(key), placeholder=example(column.name, lang)).strip() or None


def _ask_town(page: Page, cell: Plain, words: str, key: str) -> str | None:
    """Let one of today's municipalities be searched and chosen; one that is none of them stays until it is changed."""
    towns = page.snapshot.territory.municipalities.sort_values("municipality_name")
    columns = (towns[name] for name in ("municipality_code", "municipality_name", "province_short"))
    names = {code: f"{name} ({province})" for code, name, province in zip(*columns, strict=True)}
    codes = list(names) if cell is None or cell in names else [str(cell), *names]
    chosen = st.selectbox(
        words,
        codes,
        index=None if cell is None else codes.index(str(cell)),
        format_func=lambda code: names.get(code) or cell_words("municipality_code", code, page),
        placeholder=text("registry.choose_town", page.lang),
        key=state.field(key),
    )
    return None if chosen is None else str(chosen)


def _ask_code(page: Page, column: Column, cell: Plain, words: str, key: str) -> str | None:
    family = VOCABULARIES[column.name]
    chosen = st.selectbox(
        words,
        column.allowed,
        index=column.allowed.index(str(cell)) if cell in column.allowed else None,
        format_func=lambda code: text(f"codes.{family}.{code}", page.lang),
        placeholder=text("registry.choose", page.lang),
        key=state.field(key),
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
        key=state.field(key),
    )
    return "|".join(code for code in offered if code in chosen) or None


def _ask_truth(lang: str, cell: Plain, words: str, key: str) -> bool | None:
    chosen = st.selectbox(
        words,
        (True, False),
        index=None if cell is None else 0 if cell else 1,
        format_func=lambda yes: text("registry.yes" if yes else "registry.no", lang),
        placeholder=text("registry.unknown", lang),
        key=state.field(key),
    )
    return None if chosen is None else bool(chosen)
