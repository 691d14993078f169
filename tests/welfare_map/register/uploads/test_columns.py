import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import InputError
from welfare_map.register.uploads.columns import checked_columns, columns_toml, read_columns, suggested_columns
from welfare_map.register.uploads.fields import UploadTable, fields_of
from welfare_map.texts import LANGUAGES, text


@pytest.mark.parametrize(
    ("header", "field"),
    [
        pytest.param("Denominazione struttura", "name", id="synonym"),
        pytest.param("DENOM_STRUTTURA", "name", id="capitals and underscores"),
        pytest.param("capacity_authorised", "capacity_authorised", id="our own name"),
        pytest.param("Posti  Autorizzati ", "capacity_authorised", id="spaces"),
        pytest.param("Posti autorizati", "capacity_authorised", id="a slip"),
        pytest.param("P.IVA", "vat_code", id="points"),
        pytest.param("Età minima (mesi)", "min_age_months", id="accents and brackets"),
        pytest.param("Longitude", "lon", id="English"),
        pytest.param("COD_ISTAT_COMUNE", "municipality_code", id="as the Region writes it"),
    ],
)
def test_a_header_is_understood(header: str, field: str) -> None:
    assert suggested_columns([header], "services") == {header: field}


def test_a_header_that_means_nothing_is_left_to_people() -> None:
    assert suggested_columns(["Colore", "xy", "Zona"], "services") == {}


def test_a_field_is_suggested_once_for_the_surest_column() -> None:
    assert suggested_columns(["Comunee", "Comune", "Città"], "services") == {"Comune": "municipality_name"}


@pytest.mark.parametrize("table", list(UploadTable))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_is_found_by_its_own_words(table: UploadTable, lang: str) -> None:
    words = {text(f"upload.field.{field.name}", lang): field.name for field in fields_of(table)}
    assert suggested_columns(words, table) == words


@given(st.lists(st.text(max_size=20), max_size=12, unique=True), st.sampled_from(list(UploadTable)))
def test_any_headers_give_each_field_at_most_once(headers: list[str], table: UploadTable) -> None:
    found = suggested_columns(headers, table)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(headers)


@given(st.dictionaries(st.text(max_size=10), st.sampled_from(["name", "kind", "lon"]), max_size=4))
def test_a_mapping_is_read_as_it_was_written(columns: dict[str, str]) -> None:
    assert read_columns(columns_toml(columns).encode()) == columns


@pytest.mark.parametrize(
    ("content", "key"),
    [
        pytest.param(b"[columns", "error.upload_bad_mapping", id="no TOML"),
        pytest.param(b"\xff", "error.upload_bad_mapping", id="no text"),
        pytest.param(b"a = 1", "error.upload_bad_mapping", id="no columns"),
        pytest.param(b"[columns]\na = 1", "error.upload_bad_mapping", id="a number for a field"),
    ],
)
def test_a_mapping_that_is_none_is_refused(content: bytes, key: str) -> None:
    with pytest.raises(InputError) as error:
        read_columns(content)
    assert error.value.key == key


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        pytest.param({"Altro": "name"}, "error.upload_no_such_header", id="header"),
        pytest.param({"Nome": "nome"}, "error.upload_no_such_field", id="field"),
        pytest.param({"Nome": "name", "Titolo": "name"}, "error.upload_field_twice", id="twice"),
    ],
)
def test_a_mapping_must_fit_file_and_table(columns: dict[str, str], key: str) -> None:
    with pytest.raises(InputError) as error:
        checked_columns(columns, ["Nome", "Titolo"], "services")
    assert error.value.key == key
