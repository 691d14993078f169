"""The lists of the Region beside that of the care homes: what they share, and what each makes of its words."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from geodata.errors import DataError, MissingColumnsError
from geodata.notices import count_by_rule
from geodata.sources.catalogue import READERS

List = Any
MakeList = Callable[..., Any]


def test_the_list_of_care_homes_is_not_taken_for_that_of_day_centres(
    cdi_list: List, rsa_csv: Callable[..., bytes], rsa_row: Callable[..., dict[str, str]]
) -> None:
    with pytest.raises(MissingColumnsError, match="NATURA_GIURIDICA"):
        cdi_list.read(rsa_csv(rsa_row()))


def test_a_day_centre_is_cleaned(cdi_list: List) -> None:
    (row,), notices = cdi_list.read(cdi_list.csv())

    assert row == {
        "source_key": "000001",
        "kind": "integrated_day_centre",
        "name": 'CDI "Il Proverbio"',
        "provider_name": "Cooperativa di Prova S.R.L.",
        "ownership": "private",
        "address": "Via delle Prove, 7",
        "postcode": "20080",
        "municipality_code": "901001",
        "capacity_authorised": 30,
        "capacity_accredited": 20,
        "lon": 8.95,
        "lat": 45.41,
        "position_quality": "exact",
    }
    assert notices == ()


def test_a_social_unit_is_cleaned_and_found_by_name_and_province(elders_list: List) -> None:
    (row,), notices = elders_list.read(elders_list.csv())

    assert row == {
        "source_key": "000011",
        "kind": "senior_day_centre",
        "name": 'Centro "La Prova"',
        "provider_name": "Comune di Prova",
        "address": "Via dei Saggi, 3",
        "postcode": "20023",
        "phone": "+390331000000",
        "email": "centro@esempio.it",
        "website": "https://www.esempio.it",
        "capacity_authorised": 40,
        "municipality_code": "901002",
        "district_name_in_source": "VALLE DI PROVA",
        "lon": 8.9,
        "lat": 45.5,
        "position_quality": "exact",
    }
    assert notices == ()


def test_the_rows_of_the_api_give_the_same_as_the_file(elders_list: List) -> None:
    published = {name.lower(): cell for name, cell in elders_list.row().items() if cell}
    published["location"] = {"type": "Point", "coordinates": [8.9, 45.5]}

    assert elders_list.read(json.dumps([published]).encode()) == elders_list.read(elders_list.csv())


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        pytest.param({"UNITA_OFFERTE_SOCIALI": "PISCINA"}, "unknown_kind", id="another kind"),
        pytest.param({"UNITA_OFFERTE_SOCIALI": ""}, "unknown_kind", id="no kind"),
        pytest.param({"COMUNE_DI_UBICAZIONE": "ALTROVE"}, "unknown_municipality", id="no such municipality"),
        pytest.param({"PROV": "CC"}, "unknown_municipality", id="not in that province"),
        pytest.param({"WGS84_X": "514852,8", "WGS84_Y": "5034071,2"}, "metric_coordinates", id="metres"),
        pytest.param({"EMAIL_STRUTTURA": "ANNA.BIANCHI@ESEMPIO.IT"}, "personal_mailbox", id="a person's mailbox"),
        pytest.param({"SITO_WEB_MAIL": "nessuno"}, "unreadable_value", id="no site"),
        pytest.param({"NR_POSTI": ""}, "missing_value", id="no places"),
    ],
)
def test_a_defect_is_noticed_by_its_rule(elders_list: List, cells: dict[str, str], rule: str) -> None:
    sound = elders_list.row(CODICE_CUDES="999999")

    _, notices = elders_list.read(elders_list.csv(sound, elders_list.row(**cells)))

    assert count_by_rule(notices) == {rule: 1}


def test_a_row_of_an_unknown_kind_is_left_out_and_named(elders_list: List) -> None:
    rows, (notice,) = elders_list.read(
        elders_list.csv(
            elders_list.row(), elders_list.row(CODICE_CUDES="2", UNITA_OFFERTE_SOCIALI="PISCINA"), separator=";"
        )
    )

    assert [row["source_key"] for row in rows] == ["000011"]
    assert (notice.row, notice.detail) == ("regione-lombardia-anziani:2", "PISCINA")


def test_a_notice_does_not_repeat_a_contact(elders_list: List) -> None:
    content = elders_list.csv(elders_list.row(SITO_WEB_MAIL="anna@bianchi", EMAIL_STRUTTURA="ANNA.BIANCHI@ESEMPIO.IT"))

    _, notices = elders_list.read(content)

    assert sorted(notice.detail for notice in notices) == ["EMAIL_STRUTTURA", "SITO_WEB_MAIL"]


def test_metres_become_a_point_that_counts_as_exact(elders_list: List) -> None:
    (row,), (notice,) = elders_list.read(elders_list.csv(elders_list.row(WGS84_X="1514882,6", WGS84_Y="5034090,2")))

    assert (round(row["lon"], 3), round(row["lat"], 3), row["position_quality"]) == (9.19, 45.46, "exact")
    assert notice.detail.startswith("EPSG:3003 → lon 9.19")


def test_missing_columns_are_named_as_the_region_names_them_today(elders_list: List) -> None:
    row = elders_list.row()
    del row["UNITA_OFFERTE_SOCIALI"], row["COMUNE_DI_UBICAZIONE"]

    with pytest.raises(MissingColumnsError) as caught:
        elders_list.read(elders_list.csv(row))

    assert set(caught.value.missing) == {"UNITA_OFFERTE_SOCIALI", "COMUNE_DI_UBICAZIONE"}


@pytest.mark.parametrize(
    ("source_id", "word", "kind"),
    [
        ("regione-lombardia-prima-infanzia", "ASILO NIDO", "nursery"),
        ("regione-lombardia-prima-infanzia", "Micronido", "micro_nursery"),
        ("regione-lombardia-prima-infanzia", "NIDO FAMIGLIA", "family_nursery"),
        ("regione-lombardia-prima-infanzia", "CENTRO PER LA PRIMA INFANZIA", "early_childhood_centre"),
        ("regione-lombardia-minori", "CENTRO DI AGGREGAZIONE GIOVANILE", "youth_centre"),
        ("regione-lombardia-minori", "CENTRO RICREATIVO DIURNO PER MINORI", "day_camp"),
        ("regione-lombardia-anziani", "ALLOGGIO PROTETTO ANZIANI", "sheltered_housing"),
        ("regione-lombardia-unita-sociali", "CENTRO SOCIO-EDUCATIVO", "disability_day_centre"),
        ("regione-lombardia-unita-sociali", "SERVIZIO DI FORMAZIONE ALL'AUTONOMIA", "disability_day_centre"),
    ],
)
def test_the_words_of_a_list_lead_to_our_kinds(social_list: MakeList, source_id: str, word: str, kind: str) -> None:
    published = social_list(source_id, word)

    (row,), _ = published.read(published.csv())

    assert row["kind"] == kind
    assert row["kind"] in READERS[source_id].source.kinds


@pytest.mark.parametrize("word", ["ASILO NIDO", "CENTRO DIURNI ANZIANI", "CAG", "COMUNITA' EDUCATIVA"])
def test_the_list_of_all_units_leaves_out_and_counts_what_has_a_list_of_its_own(
    social_list: MakeList, word: str
) -> None:
    published = social_list("regione-lombardia-unita-sociali", word)
    others = [published.row(CODICE_CUDES=str(number)) for number in (1, 2)]
    ours = published.row(CODICE_CUDES="3", UNITA_OFFERTE_SOCIALI="CSE")

    rows, (notice,) = published.read(published.csv(*others, ours))

    assert [row["source_key"] for row in rows] == ["3"]
    assert (notice.rule, notice.row, notice.detail) == ("left_out_kind", "", f"{word}: 2")


def test_no_kind_comes_from_two_lists_of_the_region() -> None:
    lists = [reader.source for name, reader in READERS.items() if name.startswith("regione-lombardia-")]
    kinds = [kind for source in lists if "consultori" not in source.source_id for kind in source.kinds]

    assert sorted(set(kinds)) == sorted(kinds)


def test_a_list_without_a_known_kind_is_refused(social_list: MakeList) -> None:
    published = social_list("regione-lombardia-unita-sociali", "ASILO NIDO")

    with pytest.raises(DataError, match="no row of a known kind"):
        published.read(published.csv())


@pytest.mark.parametrize(("which", "ownership"), [("privati", "private"), ("pubblici", "public")])
def test_family_clinics_are_public_or_private_by_their_list(social_list: MakeList, which: str, ownership: str) -> None:
    published = social_list(f"regione-lombardia-consultori-{which}", "")

    (row,), _ = published.read(published.csv())

    assert (row["kind"], row["ownership"]) == ("family_clinic", ownership)


def test_a_list_without_codes_gets_codes_that_stay_the_same(social_list: MakeList) -> None:
    published = social_list("regione-lombardia-consultori-privati", "")
    row = published.row()
    del row["CODICE_CUDES"]
    other = {**row, "INDIRIZZO_STRUTTURA": "VIA DEI SAGGI, 4"}

    first, notices = published.read(published.csv(row, other, row))
    second, _ = published.read(published.csv(other, row))

    assert {row["source_key"] for row in first} == {row["source_key"] for row in second}
    assert "centro-la-prova_prova-d-adda_via-dei-saggi-3" in {row["source_key"] for row in first}
    assert count_by_rule(notices) == {"duplicate_row": 1}
