import os
import threading
from pathlib import Path

import pandas as pd
import pytest

from geodata import store
from geodata.errors import DataError, InputError, MissingColumnsError, StoreError
from geodata.store import built, files, published
from geodata.tables import DISTRICT_OFFICES, DISTRICTS, SERVICES, TARGETS, conform
from geodata.territory import RawTerritory, Territory

TOY_AREA = ("region:91",)


# --- single files -----------------------------------------------------------------------------------------------------


def test_a_file_is_written_with_its_folders_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.bin"
    store.write_atomically(path, b"one")
    store.write_atomically(path, b"two")
    assert store.read_bytes(path) == b"two"
    assert [entry.name for entry in path.parent.iterdir()] == ["b.bin"]


def test_a_write_that_fails_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.bin"
    store.write_atomically(path, b"old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(StoreError, match="No space left"):
        store.write_atomically(path, b"new")
    assert store.read_bytes(path) == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["b.bin"]


def test_a_folder_that_is_a_file_is_a_store_error_with_the_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="file"):
        store.write_atomically(tmp_path / "file" / "b.bin", b"")


def test_a_missing_file_is_a_data_error_with_the_path(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"missing\.csv"):
        store.open_stream(tmp_path / "missing.csv")


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100], ids=["empty", "short", "other content"])
def test_damaged_content_is_recognised(damage: bytes) -> None:
    with pytest.raises(DataError):
        files.unsealed(damage)
    with pytest.raises(DataError):
        files.unsealed(files.sealed(b"content")[:-1])
    assert files.unsealed(files.sealed(b"content")) == b"content"


def services(**values: list[object]) -> pd.DataFrame:
    required = {
        "service_id": ["demo:1"],
        "name": ['Nido "Il Girasole", è'],
        "kind": ["nursery"],
        "position_quality": ["none"],
        "source_id": ["demo"],
        "source_key": ["1"],
        "licence": ["CC-BY-4.0"],
        "retrieved_on": ["2026-01-01"],
        "is_demo": [True],
    }
    return conform(pd.DataFrame({**required, **values}), SERVICES)


def test_a_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    table = services(capacity_accredited=[12], lon=[9.1], is_open_to_others=[False])
    store.write_csv_table(tmp_path / "services.csv", table)
    pd.testing.assert_frame_equal(store.read_csv_table(tmp_path / "services.csv", SERVICES), table)


def test_a_table_is_written_with_line_feeds_and_plain_words(tmp_path: Path) -> None:
    store.write_csv_table(tmp_path / "services.csv", services(is_open_to_others=[None]))
    content = (tmp_path / "services.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b",true\n")
    assert "è".encode() in content
    assert b"None" not in content
    assert b"nan" not in content


def test_a_code_keeps_its_leading_zero(tmp_path: Path) -> None:
    store.write_csv_table(tmp_path / "services.csv", services(municipality_code=["015118"]))
    assert store.read_csv_table(tmp_path / "services.csv", SERVICES)["municipality_code"].iloc[0] == "015118"


def test_a_table_without_a_required_column_says_which(tmp_path: Path) -> None:
    (tmp_path / "districts.csv").write_text("municipality_code\n015118\n", encoding="utf-8")
    with pytest.raises(MissingColumnsError, match="district_id"):
        store.read_csv_table(tmp_path / "districts.csv", DISTRICTS)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"target_id,source,value\na,b,many\n", id="a word for a number"),
        pytest.param(b"target_id,source,value\n\xe0,b,1\n", id="not UTF-8"),
        pytest.param(b'target_id,source,value\n"a,b,1\n', id="open quote"),
    ],
)
def test_a_file_that_is_no_table_is_a_data_error_with_the_path(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "targets.csv").write_bytes(content)
    with pytest.raises(DataError, match=r"targets\.csv"):
        store.read_csv_table(tmp_path / "targets.csv", TARGETS)


def test_the_folders_of_embedded_tables_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (store.manual_dir() / "districts.csv").is_file()
    monkeypatch.setenv("WELFARE_MAP_EMBEDDED_DIR", str(tmp_path))
    assert store.manual_dir() == tmp_path / "manual"
    assert store.demo_dir() == tmp_path / "demo"


# --- built files ------------------------------------------------------------------------------------------------------


@pytest.fixture
def built_count(monkeypatch: pytest.MonkeyPatch, toy_raw: RawTerritory) -> list[int]:
    """Let the toy territory be what the packages publish; the list grows at each build."""
    counts: list[int] = []

    def read_toy() -> RawTerritory:
        counts.append(1)
        return toy_raw

    monkeypatch.setattr(published, "read_raw_territory", read_toy)
    return counts


def archive_path(data_dir: Path) -> Path:
    return data_dir / "built" / store.territory_key(TOY_AREA) / built.ARCHIVE_NAME


def assert_same_territory(one: Territory, other: Territory) -> None:
    for name in ("municipalities", "display", "background"):
        ours, theirs = getattr(one, name), getattr(other, name)
        assert ours.crs == theirs.crs
        assert ours.geometry.geom_equals_exact(theirs.geometry, 0).all()
        pd.testing.assert_frame_equal(
            pd.DataFrame(ours.drop(columns="geometry")), pd.DataFrame(theirs.drop(columns="geometry"))
        )
    for name in ("places", "offices", "surroundings"):
        assert getattr(one, name).astype(object).equals(getattr(other, name).astype(object))
    for name in ("area", "office_of", "version", "notices"):
        assert getattr(one, name) == getattr(other, name)


def test_the_territory_is_built_once_and_then_read(tmp_path: Path, built_count: list[int]) -> None:
    first = store.load_territory(tmp_path, TOY_AREA)
    second = store.load_territory(tmp_path, TOY_AREA)
    assert len(built_count) == 1
    assert_same_territory(first, second)
    assert second.version == store.territory_key(TOY_AREA)


def test_a_territory_that_cannot_be_kept_is_there_all_the_same(tmp_path: Path, built_count: list[int]) -> None:
    (tmp_path / "built").write_bytes(b"")  # no folder can be made here, as on a full disk
    first = store.load_territory(tmp_path, TOY_AREA)
    (tmp_path / "built").unlink()
    assert_same_territory(store.load_territory(tmp_path, TOY_AREA), first)
    assert archive_path(tmp_path).is_file()
    assert len(built_count) == 2


@pytest.mark.parametrize("kept", [0, 10, 40, 1000], ids=lambda kept: f"{kept} bytes left")
def test_a_half_written_territory_is_built_again(tmp_path: Path, built_count: list[int], kept: int) -> None:
    first = store.load_territory(tmp_path, TOY_AREA)
    path = archive_path(tmp_path)
    path.write_bytes(path.read_bytes()[:kept])
    assert_same_territory(store.load_territory(tmp_path, TOY_AREA), first)
    assert len(built_count) == 2
    store.load_territory(tmp_path, TOY_AREA)
    assert len(built_count) == 2


def test_a_damaged_byte_is_noticed(tmp_path: Path, built_count: list[int]) -> None:
    store.load_territory(tmp_path, TOY_AREA)
    content = bytearray(archive_path(tmp_path).read_bytes())
    content[len(content) // 2] ^= 1
    archive_path(tmp_path).write_bytes(bytes(content))
    store.load_territory(tmp_path, TOY_AREA)
    assert len(built_count) == 2


def test_two_builders_at_once_both_get_the_territory(tmp_path: Path, built_count: list[int]) -> None:
    results: list[Territory] = []
    builders = [
        threading.Thread(target=lambda: results.append(store.load_territory(tmp_path, TOY_AREA))) for _ in range(2)
    ]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert_same_territory(results[0], results[1])
    assert 1 <= len(built_count) <= 2
    assert [entry.name for entry in archive_path(tmp_path).parent.iterdir()] == [built.ARCHIVE_NAME]


def test_another_area_has_another_key() -> None:
    assert store.territory_key(TOY_AREA) != store.territory_key(("region:92",))


def test_another_table_of_districts_has_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.territory_key(TOY_AREA)
    for contract in published.MANUAL_CONTRACTS:
        name = f"{contract.name}.csv"
        store.write_atomically(tmp_path / "manual" / name, store.read_bytes(store.manual_dir() / name) + b"\n")
    monkeypatch.setenv("WELFARE_MAP_EMBEDDED_DIR", str(tmp_path))
    assert store.territory_key(TOY_AREA) != before


@pytest.mark.usefixtures("built_count")
def test_progress_is_told_only_while_building(tmp_path: Path) -> None:
    shares: list[float] = []
    store.load_territory(tmp_path, TOY_AREA, progress=shares.append)
    assert shares == [0.0, 0.5, 1.0]
    store.load_territory(tmp_path, TOY_AREA, progress=shares.append)
    assert shares == [0.0, 0.5, 1.0]


@pytest.mark.usefixtures("built_count")
def test_an_unknown_area_is_the_visitors_error_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        store.load_territory(tmp_path, ("region:99",))
    assert caught.value.key == "error.unknown_area"
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_is_not_there_is_a_data_error() -> None:
    with pytest.raises(DataError, match="no_such_package"):
        published.package_dir("no_such_package")


def test_the_gazetteer_of_the_toy_territory_has_its_municipalities(toy_territory: Territory) -> None:
    places = store.read_places(toy_territory)
    assert tuple(places.columns) == published.GAZETTEER_COLUMNS
    assert list(places["what"].unique()) == ["municipality"]
    assert list(places["municipality_code"]) == list(toy_territory.municipalities["municipality_code"])


def test_the_real_gazetteer_knows_municipalities_places_and_postcodes(real_territory: Territory) -> None:
    places = store.read_places(real_territory)
    counts = places["what"].value_counts()
    assert counts["municipality"] == 1600
    assert counts["postcode"] >= 1600
    legnano = places[(places["name"] == "Legnano") & (places["what"] == "municipality")].iloc[0]
    assert (legnano["municipality_code"], legnano["postcode"]) == ("015118", "20025")
    assert set(places.loc[places["name"] == "20025", "municipality_code"]) == {"015118"}
    assert places["lon"].notna().all()


def test_the_real_territory_is_read_back_as_it_was_built(real_data_dir: Path, real_territory: Territory) -> None:
    assert_same_territory(store.load_territory(real_data_dir, real_territory.area), real_territory)


def test_offices_keep_their_contract(real_territory: Territory) -> None:
    assert tuple(real_territory.offices.columns) == DISTRICT_OFFICES.column_names
    assert real_territory.offices["email"].isna().all()
