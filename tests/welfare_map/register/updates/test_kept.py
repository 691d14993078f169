"""What a run leaves among the downloads."""

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.sources.mim_schools import NON_STATE
from geodata.store.addresses import ADDRESSES_NAME
from geodata.territory import Territory
from welfare_map.register.updates.kept import ending_of, fingerprint
from welfare_map.settings import Settings


def _zipped(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "ending"),
    [
        pytest.param(_zipped("xl/workbook.xml"), "", ".xlsx", id="spreadsheet"),
        pytest.param(_zipped("nidi.csv"), "", ".zip", id="archive"),
        pytest.param(b"PK\x03\x04", "", ".zip", id="archive cut off"),
        pytest.param(b"SQLite format 3\0", "nidi.csv", ".gpkg", id="GeoPackage under a wrong name"),
        pytest.param(b"nome;comune", "nidi.txt", ".txt", id="text under its name"),
        pytest.param(b'{"rows": []}', "nidi.GEOJSON", ".geojson", id="name in capitals"),
        pytest.param(b" [1]", "", ".json", id="JSON without a name"),
        pytest.param(b"nome;comune", "", ".csv", id="text without a name"),
    ],
)
def test_a_download_is_kept_with_the_ending_of_its_form(data: bytes, name: str, ending: str) -> None:
    assert ending_of(data, name) == ending


def test_whatever_changes_the_rows_changes_the_fingerprint(tmp_path: Path, toy_territory: Territory) -> None:
    source, settings = NON_STATE, Settings(data_dir=tmp_path)
    first = fingerprint(source, settings, toy_territory)
    assert fingerprint(source, settings, toy_territory) == first

    found = {first, fingerprint(replace(source, dataset_id="another"), settings, toy_territory)}
    found.add(fingerprint(source, replace(settings, geocoder_url="https://photon.example.org/api"), toy_territory))
    index = tmp_path / ADDRESSES_NAME
    index.parent.mkdir(parents=True, exist_ok=True)
    for written_at_s in (1, 2):
        index.touch()
        os.utime(index, (written_at_s, written_at_s))
        found.add(fingerprint(source, settings, toy_territory))
    assert len(found) == 5
