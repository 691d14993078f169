"""Rows of a file on the toy territory: Uno … Nove, 901001 … 902005; Gemelli lies twice outside the area."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import create
from welfare_map.register.uploads.columns import suggested_columns
from welfare_map.register.uploads.findings import Finding
from welfare_map.register.uploads.reading import Upload, read_upload
from welfare_map.register.uploads.surroundings import Surroundings
from welfare_map.register.uploads.templates import template_xlsx
from welfare_map.register.uploads.validation import Validated, validate

HEADER = "Nome;Tipo;Comune;Provincia;Codice ISTAT;Lon;Lat;Posti autorizzati;Partita IVA;Codice fiscale"
UploadOf = Callable[..., Upload]
Check = Callable[..., Validated]


@pytest.fixture
def database() -> str:
    """Use SQLite alone: what is said of a file does not depend on the database."""
    return ""


@pytest.fixture
def check(around: Callable[[str], Surroundings], upload_of: UploadOf) -> Check:
    """Validate lines of CSV."""

    def validated(*lines: str, table: str = "services") -> Validated:
        upload = upload_of(*lines)
        return validate(upload, suggested_columns(upload.header, table), table, around(table))

    return validated


def said(validated: Validated, rule: str) -> Finding:
    return next(finding for finding in validated.findings if finding.rule == rule)


def test_rows_without_a_name_are_one_error_with_their_range(check: Check) -> None:
    rows = [f";nursery;Uno;;;;;{number};;" for number in range(15)]
    validated = check(HEADER, "Uno;nursery;Uno;;;;;1;;", *rows)
    finding = said(validated, "missing_value")
    assert (finding.column, finding.rows, finding.row_count, finding.severity) == ("name", "3-17", 15, "error")
    assert (list(validated.rows.index), validated.row_count) == ([2], 16)


def test_a_near_miss_of_a_code_is_an_error_with_a_suggestion(check: Check) -> None:
    finding = said(check(HEADER, "Uno;asilo nidoo;Uno;;;;;;;"), "unknown_code")
    assert (finding.column, finding.value, finding.suggestion, finding.rows) == ("kind", "asilo nidoo", "nursery", "2")


def test_a_missing_required_column_is_one_error(check: Check) -> None:
    validated = check("Nome;Comune", "Uno;Uno", "Due;Due")
    finding = said(validated, "missing_column")
    assert (finding.column, finding.rows, len(validated.rows)) == ("kind", "2-3", 0)


def test_a_column_without_a_field_is_said_and_nothing_of_it_is_imported(check: Check) -> None:
    validated = check("Nome;Tipo;Colore;Vuota", "Uno;nursery;rosso;")
    assert [finding.column for finding in validated.findings if finding.rule == "column_ignored"] == ["Colore"]
    assert "Colore" not in validated.rows


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        pytest.param("UNO;;", "901001", id="by name in capitals"),
        pytest.param("Comune di Uno (AA);;", "901001", id="with what surrounds it"),
        pytest.param(";;901001", "901001", id="by code"),
        pytest.param("Gemelli;CC;", "903008", id="by name and province"),
    ],
)
def test_a_municipality_is_understood(check: Check, cells: str, code: str) -> None:
    validated = check("Nome;Tipo;Comune;Provincia;Codice ISTAT", f"Nido;nursery;{cells}")
    assert list(validated.rows["municipality_code"]) == [code]


@pytest.mark.parametrize(
    ("cells", "rule", "suggestion"),
    [
        pytest.param("Quatro;;", "unknown_municipality", "Quattro (AA)", id="a slip"),
        pytest.param("Gemelli;;", "ambiguous_municipality", "Gemelli (CC), Gemelli (DD)", id="two of a name"),
        pytest.param(";;999999", "unknown_municipality", "", id="no such code"),
    ],
)
def test_a_municipality_that_is_none_is_an_error(check: Check, cells: str, rule: str, suggestion: str) -> None:
    validated = check("Nome;Tipo;Comune;Provincia;Codice ISTAT", f"Nido;nursery;{cells}")
    assert said(validated, rule).suggestion == suggestion
    assert validated.error_lines == {2}


def test_code_and_name_that_disagree_are_a_warning_and_the_code_counts(check: Check) -> None:
    validated = check("Nome;Tipo;Comune;Codice ISTAT", "Nido;nursery;Due;901001")
    assert said(validated, "municipality_disagrees").severity == "warning"
    assert list(validated.rows["municipality_code"]) == ["901001"]


def test_a_municipality_outside_the_area_is_kept_and_said(check: Check) -> None:
    validated = check("Nome;Tipo;Comune;Provincia", "Nido;nursery;Gemelli;DD")
    assert (said(validated, "outside_area").rows, len(validated.rows)) == ("2", 1)


def test_points_give_their_municipality_and_swapped_ones_are_put_in_order(
    check: Check, at_km: Callable[[float, float], tuple[float, float]]
) -> None:
    lon, lat = at_km(15, 5)
    validated = check(
        "Nome;Tipo;Lon;Lat", f"A;nursery;{lon};{lat}", f"B;nursery;{lat};{lon}", "C;nursery;x;", "D;nursery;;"
    )
    assert list(validated.rows["municipality_code"].fillna("")) == ["901002", "901002", "", ""]
    assert list(validated.rows["position_quality"]) == ["exact", "exact", "none", "none"]
    assert (said(validated, "swapped_point").rows, said(validated, "bad_point").rows) == ("3", "4")


def test_a_point_outside_its_municipality_is_kept_and_said(
    check: Check, at_km: Callable[[float, float], tuple[float, float]]
) -> None:
    lon, lat = at_km(15, 5)
    validated = check("Nome;Tipo;Comune;Lon;Lat", f"A;nursery;Uno;{lon};{lat}", f"B;nursery;Due;{lon};{lat}")
    assert said(validated, "point_outside_municipality").rows == "2"
    assert list(validated.rows["municipality_code"]) == ["901001", "901002"]


def test_check_digits_are_checked_and_a_person_is_not_repeated(check: Check) -> None:
    validated = check(
        HEADER,
        "A;nursery;Uno;;;;;;00743110158;",
        "B;nursery;Uno;;;;;;;RSSMRA80A01F205X",
        "C;nursery;Uno;;;;;;00743110157;",
    )
    assert said(validated, "bad_vat_code").rows == "2"
    assert (said(validated, "personal_tax_code").rows, said(validated, "personal_tax_code").value) == ("3", "")
    assert said(validated, "checked_not_kept").severity == "info"
    assert list(validated.rows.index) == [4]


def test_a_vat_number_of_an_organisation_is_kept(check: Check) -> None:
    validated = check(
        "Ragione sociale;Tipo;P.IVA;ATECO", "Prova Srl;impresa;IT00743110157;88.91", table="organisations"
    )
    row = validated.rows.iloc[0]
    assert (row["vat_code"], row["sector_code"], row["organisation_kind"]) == ("00743110157", "88", "company")


def test_references_are_found_by_id_or_name_and_near_misses_are_suggested(check: Check) -> None:
    lines = ["Organizzazione;Accordo;Ruolo", "firm;pact;membro", "IMPRESA;Patto;membro", "Impresaa;pact;membro"]
    validated = check(*lines, table="adhesions")
    assert list(validated.rows["organisation_id"]) == ["firm", "firm"]
    assert list(validated.rows["initiative_id"]) == ["pact", "pact"]
    assert (said(validated, "unknown_reference").rows, said(validated, "unknown_reference").suggestion) == ("4", "firm")


@pytest.fixture
def known(engine: sa.Engine) -> str:
    """Keep a nursery and return its id."""
    values = {"name": "Nido Aurora", "kind": "nursery", "municipality_code": "901001"}
    return create(engine, Actor("root", Role.ADMINISTRATOR), table="services", values=values, why="").revision.record_id


def test_free_places_hold_thirty_days_unless_the_file_says_otherwise(check: Check, known: str) -> None:
    lines = [f"{known};diurno;2;15/09/2026;", "nido aurora;lattanti;1;15/09/2026;20/09/2026"]
    validated = check("Codice servizio;Fascia;Liberi;Data;Scadenza", *lines, table="availability")
    assert list(validated.rows["expires_on"]) == ["2026-10-15", "2026-09-20"]
    assert set(validated.rows["service_id"]) == {known}
    assert set(validated.rows["author_role"]) == {"administrator"}


def test_doubtful_numbers_are_warnings(check: Check) -> None:
    validated = check("Nome;Tipo;Posti autorizzati;Posti accreditati", "A;nursery;10;20", "B;nursery;20;10")
    assert (said(validated, "more_accredited").rows, len(validated.rows)) == ("2", 2)


def test_a_fee_needs_its_document_and_its_day(check: Check) -> None:
    document = "https://example.org/rette"
    header = "Nome;Tipo;Retta minima;Retta massima;Rette per ISEE;Documento della retta;Data della retta"
    validated = check(
        header,
        f"A;nursery;150;450;;{document};01/09/2026",
        f"B;nursery;150;;;{document};",
        "C;nursery;;;:450;;01/09/2026",
        "D;nursery;;;;;",
        f"E;nursery;450;150;;{document};01/09/2026",
    )
    assert [finding.rows for finding in validated.findings if finding.rule == "fee_without_document"] == ["3", "4"]
    assert said(validated, "fee_swapped").rows == "6"
    assert list(validated.rows.index) == [2, 5, 6]
    assert validated.rows.loc[6, ["monthly_fee_min_eur", "monthly_fee_max_eur"]].tolist() == [150, 450]


def test_a_fee_without_any_word_of_its_document_is_refused(check: Check) -> None:
    validated = check("Nome;Tipo;Retta minima", "A;nursery;150", "B;nursery;")
    assert list(validated.rows["name"]) == ["B"]


def test_the_organisation_of_a_service_is_found_by_its_name(check: Check) -> None:
    validated = check("Nome;Tipo;Id organizzazione", "A;nursery;Impresa", "B;nursery;Nessuno")
    assert list(validated.rows["organisation_id"]) == ["firm"]
    assert said(validated, "unknown_reference").rows == "3"


def test_free_places_are_told_three_months_ahead(check: Check, known: str) -> None:
    header = "Codice servizio;Fascia;Liberi;Liberi fra un mese;Liberi tra 2 mesi;Liberi fra tre mesi;Data"
    validated = check(header, f"{known};lattanti;0;1;2;3;15/09/2026", table="availability")
    names = ["free_count", *(f"free_in_{months}_count" for months in ("1_month", "2_months", "3_months"))]
    assert validated.rows[names].to_numpy().tolist() == [[0, 1, 2, 3]]


def test_the_example_row_of_a_template_is_never_imported(around: Callable[[str], Surroundings]) -> None:
    upload = read_upload(template_xlsx("services"), "modello.xlsx")
    validated = validate(upload, suggested_columns(upload.header, "services"), "services", around("services"))
    assert (validated.row_count, len(validated.rows)) == (0, 0)
    assert said(validated, "example_skipped").rows == "2"


def test_the_upload_is_not_changed(upload_of: UploadOf, around: Callable[[str], Surroundings]) -> None:
    upload = upload_of(HEADER, "uno;nursery;UNO;;;;;;;")
    before = upload.cells.copy(deep=True)
    validate(upload, suggested_columns(upload.header, "services"), "services", around("services"))
    assert upload.cells.equals(before)


def test_the_order_of_rows_changes_nothing_but_their_numbers(check: Check) -> None:
    lines = ["A;nursery;Uno;;;;;1;;", "B;nido;Due;;;;;x;;", ";nursery;Tre;;;;;3;;"]
    forward, backward = check(HEADER, *lines), check(HEADER, *reversed(lines))
    assert rules_of(forward) == rules_of(backward)


def rules_of(validated: Validated) -> list[tuple[str, str, str]]:
    return sorted((finding.rule, finding.column, finding.value) for finding in validated.findings)
