import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.tables import CONTRACTS, check, conform
from welfare_map.register.uploads.cleaners import cleaner_of
from welfare_map.register.uploads.fields import UploadTable, fields_of
from welfare_map.texts import has_text

FIELDS = {(table.value, field.name): field for table in UploadTable for field in fields_of(table)}


def cleaned(words: str, name: str, table: str = "services") -> tuple[object, str, bool]:
    found = cleaner_of(FIELDS[table, name])(words)
    return found.value, found.rule, found.is_error


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        pytest.param("name", "ASILO NIDO S. ANNA", ("Asilo Nido S. Anna", "", False), id="capitals"),
        pytest.param("postcode", "24.126", ("24126", "", False), id="CAP as a number"),
        pytest.param("postcode", "abc", (None, "bad_postcode", False), id="no CAP"),
        pytest.param("phone", "0331/877 298", ("+390331877298", "", False), id="phone"),
        pytest.param("phone", "02 63631/2", ("+390263631", "several_phones", False), id="lines of a switchboard"),
        pytest.param(
            *("phone", "02 1234567 / 333 1234567", ("+39021234567", "several_phones", False)), id="two telephones"
        ),
        pytest.param("phone", "12", (None, "bad_phone", False), id="no phone"),
        pytest.param("email", "INFO@ESEMPIO.IT", ("info@esempio.it", "", False), id="e-mail"),
        pytest.param("email", "mario.rossi@gmail.com", (None, "personal_mailbox", False), id="a person's mailbox"),
        pytest.param("email", "chiamare", (None, "bad_email", False), id="no e-mail"),
        pytest.param("email", "Non Disponibile", (None, "", False), id="a word for no e-mail"),
        pytest.param("website", "chiamare", (None, "bad_website", False), id="no site"),
        pytest.param("opening_hours", "Mo-Fr 07:30-18:00", ("Mo-Fr 07:30-18:00", "", False), id="hours"),
        pytest.param("opening_hours", "sempre", (None, "bad_hours", False), id="hours in words"),
        pytest.param("capacity_authorised", "1.234,0", (1234, "", False), id="points between thousands"),
        pytest.param("capacity_authorised", "2.000", (2000, "", False), id="a point between thousands"),
        pytest.param("capacity_authorised", "30 posti", (None, "not_a_number", True), id="number with words"),
        pytest.param("capacity_authorised", "2,5", (None, "not_a_whole_number", True), id="half a place"),
        pytest.param("capacity_authorised", "2.125", (2125, "", False), id="thousands without a comma"),
        pytest.param("capacity_authorised", "-1", (None, "out_of_range", True), id="below zero"),
        pytest.param("monthly_fee_min_eur", "€ 1.250", (1250.0, "", False), id="euros with a point between thousands"),
        pytest.param("monthly_fee_min_eur", "380,50", (380.5, "", False), id="cents"),
        pytest.param("monthly_fee_min_eur", "-5", (None, "out_of_range", True), id="a fee below nothing"),
        pytest.param("monthly_fee_min_eur", "gratis", (None, "not_a_number", True), id="a fee in words"),
        pytest.param("isee_fee_bands", "10.000: 150 | :450", ("10000:150|:450", "", False), id="bands of fees"),
        pytest.param("isee_fee_bands", "10000-20000: 150", (None, "bad_fee_bands", True), id="bands in another form"),
        pytest.param("isee_fee_bands", "", (None, "", False), id="no bands"),
        pytest.param("is_open_to_others", "Sì", (True, "", False), id="yes"),
        pytest.param("is_open_to_others", "forse", (None, "neither_yes_nor_no", True), id="perhaps"),
        pytest.param("kind", "Asilo nido", ("nursery", "", False), id="words of a code"),
        pytest.param("kind", "asilo nidoo", (None, "unknown_code", True), id="near miss"),
        pytest.param("kind", "Non Disponibile", (None, "", False), id="a word for missing"),
        pytest.param("name", "x" * 5_001, ("x" * 5_001, "", False), id="long name"),
    ],
)
def test_a_cell_is_cleaned(name: str, words: str, expected: tuple[object, str, bool]) -> None:
    assert cleaned(words, name) == expected


@pytest.mark.parametrize(
    "words", ["2026-03-31", "31/03/2026", "31-3-2026", "31.03.2026", "2026-03-31 00:00", "2026/03/31"]
)
def test_a_day_is_read_in_its_usual_forms(words: str) -> None:
    assert cleaned(words, "as_of_on", "availability") == ("2026-03-31", "", False)


@pytest.mark.parametrize("words", ["31/02/2026", "marzo", "03/31/2026", "31/03/26", "20260331"])
def test_what_is_no_day_is_an_error(words: str) -> None:
    assert cleaned(words, "as_of_on", "availability") == (None, "not_a_day", True)


@pytest.mark.parametrize(
    ("words", "hour"),
    [("06:00", "06:00"), ("6:00", "06:00"), ("22.30", "22:30"), ("06:00:00", "06:00"), ("24:00", "24:00")],
)
def test_an_hour_is_read_in_its_usual_forms(words: str, hour: str) -> None:
    assert cleaned(words, "starts_at", "shifts") == (hour, "", False)


@pytest.mark.parametrize("words", ["0", "25:00", "24:30", "6:60", "alle sei", "600"])
def test_what_is_no_hour_is_an_error(words: str) -> None:
    assert cleaned(words, "ends_at", "shifts") == (None, "not_an_hour", True)


def test_a_list_of_codes_takes_codes_and_words() -> None:
    assert cleaned("Lavoro agile; mapping", "themes", "practices") == ("smart_working|mapping", "", False)
    assert cleaned("Lavoro agile; golf", "themes", "practices")[1:] == ("unknown_code", True)


@given(st.text(max_size=30), st.sampled_from(sorted(FIELDS)))
def test_any_text_gives_a_value_that_its_contract_takes_or_a_rule_with_words(words: str, key: tuple[str, str]) -> None:
    field, contract = FIELDS[key], CONTRACTS[key[0]]
    found = cleaner_of(field)(words)
    assert not found.rule or has_text(f"upload.rule.{found.rule}")
    if field.column is not None and found.value is not None and field.name not in {"municipality_code", "lon", "lat"}:
        rows = pd.DataFrame({field.name: [found.value]}).reindex(columns=list(contract.column_names))
        defects = check(conform(rows.astype(object), contract), contract)
        assert [defect for defect in defects if defect.detail.startswith(f"{field.name}=")] == []
