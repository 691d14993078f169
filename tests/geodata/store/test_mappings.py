import io
from pathlib import Path

import pytest

from geodata.cleaning.municipality_names import NO_MUNICIPALITIES
from geodata.errors import DataError
from geodata.licences import LICENCES
from geodata.sources.catalogue import READERS
from geodata.store import load_readers

MAPPING = """
source_id = "{source_id}"
name = "Elenco"
publisher = "Comune di Prova"
licence = "CC-BY-4.0"
table = "services"
key_columns = ["name"]
[kind]
is = "nursery"
[columns]
name = ["Nome"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with one mapping."""
    (tmp_path / "nidi.toml").write_text(MAPPING.format(source_id="comune-prova-nidi"), encoding="utf-8")
    return tmp_path


def test_the_catalogue_has_modules_shipped_mappings_and_the_operators(folder: Path) -> None:
    readers = load_readers(folder)

    assert {*READERS, "veneto-nidi", "veneto-centri-servizi", "comune-prova-nidi"} == set(readers)
    ((table, _),) = readers["comune-prova-nidi"].parse(io.BytesIO(b"nome\nNido\n"), NO_MUNICIPALITIES)
    assert table["name"].tolist() == ["Nido"]


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert set(load_readers(tmp_path / "sources")) == set(load_readers())


def test_a_mapping_of_the_operators_takes_the_place_of_the_shipped_one(folder: Path) -> None:
    (folder / "nidi.toml").write_text(MAPPING.format(source_id="veneto-nidi"), encoding="utf-8")

    assert load_readers(folder)["veneto-nidi"].source.publisher == "Comune di Prova"


def test_a_mapping_cannot_take_the_place_of_a_module(folder: Path) -> None:
    (folder / "nidi.toml").write_text(MAPPING.format(source_id="regione-lombardia-rsa"), encoding="utf-8")

    with pytest.raises(DataError, match="regione-lombardia-rsa"):
        load_readers(folder)


def test_a_broken_mapping_is_named_by_its_path(folder: Path) -> None:
    (folder / "rotto.toml").write_bytes(b"\xff")

    with pytest.raises(DataError, match=r"rotto\.toml"):
        load_readers(folder)


@pytest.mark.parametrize("source_id", sorted(load_readers()))
def test_every_source_has_a_known_licence_a_page_and_a_title(source_id: str) -> None:
    source = load_readers()[source_id].source

    assert source.source_id == source_id
    assert source.licence in LICENCES
    assert source.page_url.startswith("https://")
    assert source.name
    assert source.kinds


@pytest.mark.parametrize("source_id", ["veneto-nidi", "veneto-centri-servizi"])
def test_what_nobody_has_tried_is_said_to_be_untried(source_id: str) -> None:
    assert not load_readers()[source_id].source.is_tried
