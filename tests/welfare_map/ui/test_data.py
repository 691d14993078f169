import json
from importlib import metadata
from pathlib import Path

import brotli
import pytest

from geodata.territory import Territory
from welfare_map.maps import boundaries
from welfare_map.ui.data import boundaries_name, packed_boundaries


def test_packed_boundaries_are_read_and_not_built_again(
    toy_territory: Territory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = packed_boundaries(toy_territory, tmp_path / "boundaries")
    monkeypatch.setattr(boundaries, "boundaries_topojson", lambda _: b"other")
    assert packed_boundaries(toy_territory, tmp_path / "boundaries") == first
    assert json.loads(brotli.decompress(first))["type"] == "Topology"


@pytest.mark.parametrize("keep", [slice(0, 0), slice(0, 10), slice(0, -1), slice(1, None)])
def test_damaged_boundaries_are_built_again(toy_territory: Territory, tmp_path: Path, keep: slice) -> None:
    path = tmp_path / "boundaries"
    first = packed_boundaries(toy_territory, path)
    whole = path.read_bytes()
    path.write_bytes(whole[keep])
    assert packed_boundaries(toy_territory, path) == first
    assert path.read_bytes() == whole


def test_boundaries_that_cannot_be_kept_are_there_all_the_same(toy_territory: Territory, tmp_path: Path) -> None:
    (tmp_path / "full").write_bytes(b"")
    first = packed_boundaries(toy_territory, tmp_path / "full" / "boundaries")
    assert json.loads(brotli.decompress(first))["type"] == "Topology"
    assert (tmp_path / "full").read_bytes() == b""


def test_another_encoder_has_another_file(monkeypatch: pytest.MonkeyPatch) -> None:
    version = metadata.version
    names = {boundaries_name()}
    for changed in ("topojson", "brotli"):
        with monkeypatch.context() as patch:
            patch.setattr(metadata, "version", lambda name, other=changed: version(name) + ".9" * (name == other))
            names.add(boundaries_name())
    assert len(names) == 3


def test_another_code_has_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = boundaries_name()
    (tmp_path / "boundaries.py").write_text("AREA_STEPS = 2e4", encoding="utf-8")
    monkeypatch.setattr(boundaries, "__file__", str(tmp_path / "boundaries.py"))
    assert boundaries_name() != before
