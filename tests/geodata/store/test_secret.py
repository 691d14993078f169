from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geodata.errors import StoreError
from geodata.store.secret import read_or_make_secret


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "link_secret"
    made = read_or_make_secret(path)
    assert len(made) >= 32
    assert read_or_make_secret(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["link_secret"]


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    assert read_or_make_secret(tmp_path / "a") != read_or_make_secret(tmp_path / "b")


def test_those_who_start_together_end_with_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(read_or_make_secret, [tmp_path / "link_secret"] * 16))) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "link_secret"
    read_or_make_secret(path)
    path.chmod(mode)
    with pytest.raises(StoreError, match="chmod 600"):
        read_or_make_secret(path)


def test_a_secret_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "link_secret"
    path.write_text("short", encoding="ascii")
    path.chmod(0o600)
    with pytest.raises(StoreError, match="not whole"):
        read_or_make_secret(path)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link_secret").mkdir(mode=0o700)
    with pytest.raises(StoreError, match="cannot use"):
        read_or_make_secret(tmp_path / "link_secret")
