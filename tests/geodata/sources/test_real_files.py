"""The readers on files that publishers gave out; they are not in this repository."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.notices import Notice, count_by_rule
from geodata.sources.catalogue import READERS
from geodata.sources.rows import read_rows
from geodata.store import open_stream, read_municipality_list
from geodata.territory import Territory
from welfare_map.register.updates.service_checks import service_notices

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the publishers' files are not beside this checkout")
RSA = "lombardia/rsa_2026-08-18.csv"
CDI = "lombardia/sample_cdi_rs6k-vuhs.csv"
ELDERS = "lombardia/sample_offerta_sociale_anziani_i846-pq8q.csv"
SCHOOLS = "mim/SCUANAGRAFEPAR_202324_lombardia_verona.csv"
Read = Callable[[str, str], tuple[pd.DataFrame, tuple[Notice, ...]]]


@pytest.fixture
def read() -> Read:
    """Read a file with the reader of a source."""

    def run(source_id: str, path: str) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
        with open_stream(DATA / path) as stream:
            ((table, notices),) = READERS[source_id].parse(stream, read_municipality_list())
        return table, notices

    return run


def test_care_homes_have_the_places_of_the_export(read: Read) -> None:
    table, notices = read("regione-lombardia-rsa", RSA)

    assert len(table) == 740
    assert (table["capacity_authorised"].sum(), table["capacity_accredited"].sum()) == (68_661, 65_460)
    assert table["capacity_accredited"].eq(0).sum() == 18  # 17 that are not accredited, and one that says 0
    assert (table["position_quality"] == "exact").all()
    assert notices == ()


def test_six_care_homes_lie_outside_their_repaired_municipality(read: Read, real_territory: Territory) -> None:
    """The seventh of the published boundaries is inside Uggiate con Ronago: decision 0002."""
    table, _ = read("regione-lombardia-rsa", RSA)

    notices = service_notices(table.assign(service_id=table["source_key"]), real_territory)

    assert count_by_rule(notices) == {
        "shared_coordinates": 76,
        "without_accredited_places": 18,
        "point_outside_municipality": 6,
    }


def test_day_centres_are_read_without_a_defect(read: Read) -> None:
    table, notices = read("regione-lombardia-cdi", CDI)

    assert (len(table), notices) == (6, ())
    assert not table["name"].str.contains('""', regex=False).any()


def test_units_for_elders_find_their_municipalities(read: Read) -> None:
    table, notices = read("regione-lombardia-anziani", ELDERS)

    assert dict(zip(table["source_key"], table["municipality_code"], strict=True)) == {
        "054965": "015072",
        "050049": "015105",
        "054534": "012014",
        "053113": "018047",
        "100254": "019035",
    }
    assert table["kind"].value_counts().to_dict() == {"sheltered_housing": 3, "senior_day_centre": 2}
    assert table["district_name_in_source"].notna().all()
    assert notices == ()


def test_schools_are_preschools_and_others(read: Read) -> None:
    table, notices = read("mim-scuole-paritarie", SCHOOLS)
    with open_stream(DATA / SCHOOLS) as stream:
        row_count = len(read_rows(stream, "mim-scuole-paritarie").rows)

    counts = count_by_rule(notices)
    assert (row_count, len(table)) == (2759, 1888)
    assert sum(int(notice.detail.split(": ")[1]) for notice in notices if notice.rule == "left_out_kind") == 871
    assert counts["former_cadastral_code"] == 4
    assert "unknown_municipality" not in counts
    assert table["municipality_code"].notna().all()
