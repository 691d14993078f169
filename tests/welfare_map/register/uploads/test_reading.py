"""Any bytes give a table, or one clear error."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import InputError
from geodata.sources import archive
from welfare_map.register.uploads import limits, reading, workbook
from welfare_map.register.uploads.cleaners import cleaner_of
from welfare_map.register.uploads.fields import fields_of
from welfare_map.register.uploads.reading import Upload, read_upload

TABLE = [["Nome", "Città"], ["Nido Perù", "Legnano"], ["Nido «Due»", "Cantù"]]


def csv_of(separator: str = ";", rows: list[list[str]] = TABLE) -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def xlsx_of(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Foglio {number}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes] | None = None, **more: bytes) -> bytes:
    """Write a workbook again with parts changed or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)) if change else old.read(name))
        for name, part in more.items():
            new.writestr(name, part)
    return stream.getvalue()


def rows_of(upload: Upload) -> list[list[str]]:
    return [list(upload.header), *upload.cells.to_numpy().tolist()]


def rules_of(upload: Upload) -> set[str]:
    return {remark.rule for remark in upload.remarks}


def outcome_of(content: bytes) -> tuple[str, Upload | None]:
    """Return the table, or the key of the clear error; anything else fails the test."""
    try:
        return "", read_upload(content, "file")
    except InputError as error:
        return error.key, None


def refused(content: bytes) -> str:
    with pytest.raises(InputError) as error:
        read_upload(content, "file")
    return error.value.key


# --- CSV ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_a_csv_is_read_in_every_usual_encoding_and_separator(encoding: str, separator: str) -> None:
    upload = read_upload(csv_of(separator).encode(encoding), "file.csv")
    assert (upload.form, rows_of(upload)) == ("csv", TABLE)


def test_big_endian_utf_16_with_its_mark_is_read() -> None:
    upload = read_upload(b"\xfe\xff" + csv_of().encode("utf-16-be"), "file.csv")
    assert rows_of(upload) == TABLE


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    upload = read_upload(b'\n\nNome;Note\nUno;"due\nrighe"\n\nDue;x\n', "file.csv")
    assert upload.header == ("Nome", "Note")
    assert list(upload.cells.index) == [4, 6]
    assert upload.cells.loc[4, "Note"] == "due\nrighe"


def test_the_line_that_names_the_separator_is_a_row_and_no_header() -> None:
    upload = read_upload(b"sep=;\nNome;Altro\nUno;1,5\n", "file.csv")
    assert (upload.header, list(upload.cells.index)) == (("Nome", "Altro"), [3])


def test_cells_beyond_the_header_and_repeated_headers_are_said() -> None:
    upload = read_upload(b"Nome;Nome;\nUno;1;2\nDue;1;\nTre\n", "file.csv")
    assert upload.header == ("Nome", "Nome (2)")
    assert upload.cells.loc[4].tolist() == ["Tre", ""]
    beyond = next(remark for remark in upload.remarks if remark.rule == "beyond_header")
    assert (beyond.rows, beyond.row_count) == ("2", 1)
    assert "repeated_header" in rules_of(upload)


def test_an_unnamed_column_between_others_keeps_its_cells() -> None:
    upload = read_upload(b"Nome;;Note\nUno;1;2\n", "file.csv")
    assert upload.header == ("Nome", "(2)", "Note")


def test_quotation_marks_inside_a_cell_are_forgiven_and_said() -> None:
    upload = read_upload(b'Nome;Note\nUno;"a"b\n', "file.csv")
    assert upload.cells.loc[2, "Note"] == "ab"
    assert "bad_quotes" in rules_of(upload)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        pytest.param(b"", "error.upload_empty", id="nothing"),
        pytest.param(b" \n ;; \n", "error.upload_empty", id="separators alone"),
        pytest.param(b"Nome;Altro\n", "error.upload_no_rows", id="header alone"),
        pytest.param(b'Nome;Altro\nUno;"due\nTre;quattro\n', "error.upload_open_quotation", id="quotation left open"),
        pytest.param(b"%PDF-1.7 \x00", "error.upload_other_form", id="PDF"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "error.upload_other_form", id="old XLS"),
        pytest.param(bytes(range(256)), "error.upload_not_text", id="no text"),
        pytest.param(b"\xff\xfe\x00", "error.upload_not_text", id="half a letter"),
        pytest.param(b"a;" * 300 + b"a\n1\n", "error.upload_too_wide", id="hundreds of columns"),
        pytest.param(b"Nome\n" + b"x" * 40_000, "error.upload_long_cell", id="a very long cell"),
        pytest.param(b"PK\x03\x04 no archive", "error.upload_damaged", id="broken archive"),
    ],
)
def test_what_is_no_table_is_one_clear_error(content: bytes, key: str) -> None:
    assert refused(content) == key


def test_a_file_above_the_limit_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    assert refused(b"Nome;Altro\nUno;1\n") == "error.upload_too_large"


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert len(read_upload(b"Nome\na\nb\n", "file").cells) == 2
    assert refused(b"Nome\na\nb\nc\n") == "error.upload_too_long"


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_clear_error(content: bytes) -> None:
    key, upload = outcome_of(content)
    assert key.startswith("error.upload_") or (upload is not None and len(upload.cells) > 0)


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_text_gives_texts_or_a_clear_error(words: str, encoding: str) -> None:
    key, upload = outcome_of(words.encode(encoding, errors="replace"))
    assert key.startswith("error.upload_") or (upload is not None and set(upload.cells.map(type).stack()) == {str})


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), max_size=6)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6), st.sampled_from([";", ",", "\t", "|"]))
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]], separator: str) -> None:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in [["Nome", "Altro"], *rows]]
    filled = [row for row in rows if any(row)]
    content = csv_of(separator, quoted).encode("utf-8-sig")
    if filled:
        assert read_upload(content, "file").cells.to_numpy().tolist() == filled


# --- XLSX -----------------------------------------------------------------------------------------------------------


def test_cells_of_a_workbook_are_texts_as_people_read_them() -> None:
    row = ["Nido", 30.0, 45.5, True, date(2026, 3, 31), datetime(2026, 3, 31, 7, 30), time(7, 30), None, 20025]  # noqa: DTZ001
    upload = read_upload(xlsx_of([[f"c{number}" for number in range(len(row))], row]), "file.xlsx")
    words = ["Nido", "30", "45.5", "true", "2026-03-31", "2026-03-31 07:30", "07:30", "", "20025"]
    assert (upload.form, upload.cells.loc[2].tolist()) == ("xlsx", words)


@pytest.mark.parametrize(
    ("cell", "name", "expected"),
    [
        pytest.param(2.125, "capacity_authorised", (None, "not_a_whole_number"), id="a number with three decimals"),
        pytest.param("2.125", "capacity_authorised", (2125, ""), id="an Italian text with thousands"),
        pytest.param(20.025, "postcode", ("20025", ""), id="a CAP that became a number"),
        pytest.param(9.125, "lon", (9.125, ""), id="degrees"),
    ],
)
def test_a_number_of_a_workbook_is_never_read_as_thousands(
    cell: object, name: str, expected: tuple[object, str]
) -> None:
    (words,) = read_upload(xlsx_of([["c"], [cell]]), "file.xlsx").cells["c"]
    (field,) = (field for field in fields_of("services") if field.name == name)
    found = cleaner_of(field)(words)
    assert (found.value, found.rule) == expected


def test_the_first_sheet_that_is_not_empty_is_read_and_said() -> None:
    upload = read_upload(xlsx_of([], [["Nome"], ["Uno"]], [["Altro"], ["Due"]]), "file.xlsx")
    assert (upload.header, upload.detail) == (("Nome",), "Foglio 2")
    assert "first_sheet_only" in rules_of(upload)


def test_rows_of_a_workbook_keep_their_numbers() -> None:
    upload = read_upload(xlsx_of([[None], ["Nome"], ["Uno"], [None], ["Due"]]), "file.xlsx")
    assert list(upload.cells.index) == [3, 5]


def test_macros_and_outside_links_are_noticed_and_left_alone() -> None:
    content = repacked(
        xlsx_of([["Nome"], ["Uno"]]), **{"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    )
    upload = read_upload(content, "file.xlsm")
    assert rules_of(upload) == {"macros_ignored", "links_ignored"}
    assert upload.cells.loc[2, "Nome"] == "Uno"


def test_formulas_are_noticed_and_never_computed() -> None:
    upload = read_upload(xlsx_of([["Nome", "Posti"], ["Uno", "=1+1"]]), "file.xlsx")
    assert "formulas_as_values" in rules_of(upload)
    assert upload.cells.loc[2, "Posti"] == ""


def test_a_zip_bomb_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = repacked(xlsx_of([["Nome"], ["Uno"]]), **{"xl/media/image1.png": b"0" * 20_000_000})
    monkeypatch.setattr(workbook, "_first_sheet", lambda *_: pytest.fail("the workbook was opened"))
    assert len(content) < 100_000
    assert refused(content) == "error.upload_trap"


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNFOLDED_BYTES", 1_000)
    assert refused(xlsx_of([["Nome"], ["Uno"]])) == "error.upload_trap"


def test_declared_entities_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    content = repacked(
        xlsx_of([["Nome"], ["Uno"]]), lambda name, part: bomb if name == "xl/worksheets/sheet1.xml" else part
    )
    assert refused(content) == "error.upload_trap"


def test_an_archive_of_another_kind_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        container.writestr("content.xml", "<x/>")
    assert refused(stream.getvalue()) == "error.upload_other_form"


def test_a_value_far_to_the_right_is_refused_not_lost() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["XFD2"] = "Nome", "Uno", "lontano"
    stream = io.BytesIO()
    book.save(stream)
    assert refused(stream.getvalue()) == "error.upload_too_wide"


def test_a_row_number_out_of_this_world_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_SHEET_ROWS", 1_000)
    content = repacked(
        xlsx_of([["Nome"], ["Uno"]]),
        lambda name, part: part.replace(b'r="2"', b'r="999999999"') if name.startswith("xl/worksheets") else part,
    )
    assert refused(content) == "error.upload_too_long"


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.data())
def test_a_workbook_with_changed_bytes_gives_a_table_or_a_clear_error(data: st.DataObject) -> None:
    def change(name: str, part: bytes) -> bytes:
        if name != target or not part:
            return part
        start = data.draw(st.integers(0, len(part) - 1))
        return part[:start] + data.draw(st.binary(max_size=6)) + part[start + data.draw(st.integers(0, 8)) :]

    parts = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
    target = data.draw(st.sampled_from([*parts, "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"]))
    content = repacked(WORKBOOK, change)
    key, upload = outcome_of(content)
    assert key.startswith("error.upload_") or (upload is not None and len(upload.cells) > 0)


@given(st.integers(4, 3_000), st.binary(min_size=1, max_size=4))
def test_a_damaged_archive_gives_a_table_or_a_clear_error(at: int, damage: bytes) -> None:
    content = WORKBOOK[:at] + damage + WORKBOOK[at + len(damage) :]
    key, upload = outcome_of(content)
    assert key.startswith("error.upload_") or upload is not None


WORKBOOK = xlsx_of([["Nome", "Posti", "Dal"], ["Uno", 3, date(2026, 1, 1)], ["Due", 4.5, None]])


def test_limits_leave_room_for_a_hundred_thousand_services() -> None:
    assert limits.MOST_ROWS >= 100_000
    assert limits.MOST_CELLS >= 100_000 * 30
