import io
import json
from collections.abc import Callable

import pytest

from geodata.errors import DataError, DuplicateKeyError, MissingColumnsError
from geodata.licences import LICENCES
from geodata.notices import count_by_rule
from geodata.sources.catalogue import READERS
from geodata.sources.regione_lombardia_rsa import SOURCE, parse

MakeRow = Callable[..., dict[str, str]]
MakeCsv = Callable[..., bytes]


def test_a_row_is_cleaned(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    ((table, notices),) = parse(io.BytesIO(rsa_csv(rsa_row())))

    assert table.to_dict("records") == [
        {
            "source_key": "000001",
            "kind": "care_home",
            "name": "RSA Villa Arancio",
            "provider_name": "Cooperativa di Prova S.R.L.",
            "ownership": "private",
            "address": "Via delle Prove, 12/B",
            "postcode": "24126",
            "municipality_code": "901001",
            "capacity_authorised": 100,
            "capacity_accredited": 80,
            "lon": 9.05,
            "lat": 45.2,
            "position_quality": "exact",
        }
    ]
    assert notices == ()


def test_the_rows_of_the_api_give_the_same_as_the_file(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    rows = [{name.lower(): cell for name, cell in rsa_row().items() if cell}]
    rows[0]["location"] = {"type": "Point", "coordinates": [9.05, 45.2]}  # type: ignore[assignment]

    ((from_api, _),) = parse(io.BytesIO(json.dumps(rows).encode()))
    ((from_file, _),) = parse(io.BytesIO(rsa_csv(rsa_row())))

    assert from_api.to_dict("records") == from_file.to_dict("records")


def test_columns_are_found_by_name_in_any_order_case_accent_and_spacing(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    moved = dict(reversed(rsa_row().items()))
    moved = {name.replace("DENOM_STRUTTURA", " Denom strùttura ").replace("CAP", "cap"): moved[name] for name in moved}

    ((table, _),) = parse(io.BytesIO(b"\xef\xbb\xbf" + rsa_csv(moved, separator=";")))

    assert table.loc[0, "name"] == "RSA Villa Arancio"
    assert table.loc[0, "postcode"] == "24126"


def test_missing_columns_are_named(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    row = rsa_row()
    del row["CAP"], row["TOT_POSTI_ACCREDITATI"]

    with pytest.raises(MissingColumnsError) as caught:
        list(parse(io.BytesIO(rsa_csv(row))))

    assert caught.value.missing == ("CAP", "TOT_POSTI_ACCREDITATI")


def test_the_point_column_is_enough(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    row = rsa_row()
    del row["WGS84_X"], row["WGS84_Y"]

    ((table, _),) = parse(io.BytesIO(rsa_csv(row)))

    assert table.loc[0, ["lon", "lat"]].tolist() == [9.05, 45.2]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        pytest.param({"WGS84_X": "45,2", "WGS84_Y": "9,05"}, "swapped_coordinates", id="axes swapped"),
        pytest.param({"WGS84_X": "", "WGS84_Y": "", "Location": ""}, "unusable_point", id="no point"),
        pytest.param({"WGS84_X": "0", "WGS84_Y": "0", "Location": "POINT (0 0)"}, "unusable_point", id="zero point"),
        pytest.param({"TOT_POSTI_AUTORIZZATI": "molti"}, "unreadable_value", id="capacity in words"),
        pytest.param({"CAP": "24"}, "unreadable_value", id="postcode of two digits"),
        pytest.param({"PUBBLICA_PRIVATA": "MISTA"}, "unreadable_value", id="unknown ownership"),
        pytest.param({"DENOM_GESTORE": "Non Disponibile"}, "missing_value", id="word for missing"),
        pytest.param({"COD_ISTAT_COMUNE_UBICAZIONE": "018002"}, "former_municipality_code", id="merged municipality"),
        pytest.param({"COD_STRUTTURA": ""}, "missing_key", id="row without a code"),
    ],
)
def test_a_defect_is_noticed_by_its_rule(rsa_row: MakeRow, rsa_csv: MakeCsv, cells: dict[str, str], rule: str) -> None:
    sound = rsa_row(COD_STRUTTURA="999999")

    ((_, notices),) = parse(io.BytesIO(rsa_csv(sound, rsa_row(**cells))))

    assert count_by_rule(notices) == {rule: 1}


def test_a_row_without_a_point_stands_at_its_municipality(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    ((table, _),) = parse(io.BytesIO(rsa_csv(rsa_row(WGS84_X="", WGS84_Y="", Location=""))))

    assert table.loc[0, "position_quality"] == "municipality"
    assert table.loc[0, ["lon", "lat"]].isna().all()


def test_missing_accredited_places_stay_unknown(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    ((table, _),) = parse(io.BytesIO(rsa_csv(rsa_row(TOT_POSTI_ACCREDITATI=""))))

    assert table["capacity_accredited"].isna().all()


def test_a_row_whose_code_was_there_before_is_left_out_and_said_with_its_line(
    rsa_row: MakeRow, rsa_csv: MakeCsv
) -> None:
    rows = [rsa_row(), rsa_row(COD_STRUTTURA="000002"), rsa_row(DENOM_STRUTTURA="ALTRA CASA"), rsa_row()]

    ((table, notices),) = parse(io.BytesIO(rsa_csv(*rows)))

    assert list(table["source_key"]) == ["000001", "000002"]
    assert "ALTRA CASA" not in set(table["name"].str.upper())
    found = [(notice.rule, notice.row, notice.detail) for notice in notices]
    assert ("doubled_key", "regione-lombardia-rsa:000001", "line 4") in found
    assert ("duplicate_row", "regione-lombardia-rsa:000001", "line 5") in found


def test_a_list_most_of_whose_codes_come_again_is_refused(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    rows = [rsa_row(DENOM_STRUTTURA=f"CASA {number}") for number in range(3)]

    with pytest.raises(DuplicateKeyError, match="000001"):
        list(parse(io.BytesIO(rsa_csv(*rows))))


def test_a_line_of_another_width_is_left_out_and_said_and_the_rest_is_taken(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    lines = rsa_csv(*(rsa_row(COD_STRUTTURA=f"00000{number}") for number in range(1, 4))).decode().splitlines()
    lines[2] = lines[2].rpartition(",")[0]

    ((table, notices),) = parse(io.BytesIO("\n".join(lines).encode()))

    assert list(table["source_key"]) == ["000001", "000003"]
    width = len(rsa_row())
    assert [one.detail for one in notices if one.rule == "ragged_row"] == [f"line 3: {width - 1}"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"<!doctype html><html></html>", "web page", id="HTML instead of data"),
        pytest.param(b"", "no rows", id="empty file"),
        pytest.param(b"[]", "no rows", id="empty list"),
        pytest.param(b'{"error": true, "message": "no such dataset"}', "no such dataset", id="the portal's error"),
        pytest.param(b'[{"cod_struttura": "1"', "cut off", id="JSON cut off"),
        pytest.param(b'"COD_STRUTTURA","CAP"\n"1"\n', "1 of 1 lines .* has 2 .first: line 2 with 1", id="row cut off"),
        pytest.param(b'"COD_STRUTTURA","CAP"\n"1","24', "cut off", id="cell cut off"),
        pytest.param(b"COD_STRUTTURA\n\x81\n", "UTF-8", id="another encoding"),
    ],
)
def test_what_is_not_the_list_is_refused_in_one_line(content: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words) as caught:
        list(parse(io.BytesIO(content)))

    assert "\n" not in str(caught.value)


def test_a_header_without_rows_is_refused(rsa_row: MakeRow, rsa_csv: MakeCsv) -> None:
    header_only = rsa_csv(rsa_row()).splitlines()[0]

    with pytest.raises(DataError, match="no rows"):
        list(parse(io.BytesIO(header_only)))


@pytest.mark.parametrize("source_id", sorted(READERS))
def test_every_source_has_a_licence_that_is_known(source_id: str) -> None:
    assert READERS[source_id].source.licence in LICENCES
    assert READERS[source_id].source.source_id == source_id


def test_addresses_come_from_the_code_of_the_dataset() -> None:
    assert SOURCE.api_url.endswith(f"/resource/{SOURCE.dataset_id}.json")
    assert SOURCE.dataset_id in SOURCE.page_url
