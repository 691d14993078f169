from pathlib import Path

import pytest

from geodata.errors import InputError
from welfare_map.settings import DEFAULT_AREA, OSM_TILES_URL, read_settings
from welfare_map.texts import text


def test_without_anything_set_the_area_is_lombardy_and_verona(tmp_path: Path) -> None:
    settings = read_settings({"XDG_DATA_HOME": str(tmp_path)})
    assert settings.data_dir == tmp_path / "welfare-map"
    assert settings.area == DEFAULT_AREA
    assert settings.has_demo
    assert not settings.is_offline
    assert (settings.report_email, settings.database_url, settings.tiles_url) == ("", "", OSM_TILES_URL)


def test_the_environment_stands_above_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('report_email = "file@example.org"\ndemo = "off"\n', encoding="utf-8")
    settings = read_settings(
        {"WELFARE_MAP_DATA_DIR": str(tmp_path), "WELFARE_MAP_REPORT_EMAIL": "environment@example.org"}
    )
    assert settings.report_email == "environment@example.org"
    assert not settings.has_demo


def test_a_file_named_by_the_environment_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('area = "region:05, province:015"\ntiles_url = ""\n', encoding="utf-8")
    settings = read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path), "WELFARE_MAP_CONFIG": str(path)})
    assert settings.area == ("region:05", "province:015")
    assert settings.tiles_url == ""


def test_a_switch_written_as_a_boolean_counts(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("demo = false\noffline = true\n", encoding="utf-8")
    settings = read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path)})
    assert (settings.has_demo, settings.is_offline) == (False, True)


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        pytest.param({"WELFARE_MAP_DEMO": "perhaps"}, "error.bad_setting", id="a switch that is neither on nor off"),
        pytest.param({"WELFARE_MAP_DATASET_IDS": "rsa"}, "error.bad_dataset_id", id="a dataset without a code"),
        pytest.param(
            {"WELFARE_MAP_ACCESSIBILITY_CONTACT": "call me"}, "error.bad_contact_setting", id="a contact that is none"
        ),
        pytest.param(
            {"WELFARE_MAP_ENFORCEMENT_URL": "agid"}, "error.bad_address_setting", id="a page without an address"
        ),
        pytest.param({"WELFARE_MAP_DATASET_IDS": "=abcd"}, "error.bad_dataset_id", id="a code without a dataset"),
    ],
)
def test_a_bad_value_is_said_in_both_languages(environment: dict[str, str], key: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path), **environment})
    assert caught.value.key == key
    assert all(next(iter(environment.values())) in text(key, lang, **caught.value.values) for lang in ("it", "en"))


@pytest.mark.parametrize("content", [b"area = ", b"\xff\xfe"], ids=["broken TOML", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path)})
    assert caught.value.key == "error.bad_settings_file"
    assert str(tmp_path) in str(caught.value.values["path"])


def test_datasets_are_read_as_a_list(tmp_path: Path) -> None:
    settings = read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path), "WELFARE_MAP_DATASET_IDS": "rsa=ab-12 , cdi=cd"})
    assert settings.dataset_ids == ("rsa=ab-12", "cdi=cd")


def test_the_token_of_portals_comes_from_the_environment(tmp_path: Path) -> None:
    settings = read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path), "WELFARE_MAP_SODA_APP_TOKEN": " abc123 "})
    assert settings.soda_app_token == "abc123"  # noqa: S105  # invented
    assert "abc123" not in repr(settings)


def test_a_token_in_a_file_needs_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('soda_app_token = "abc123"\n', encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(InputError) as caught:
        read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path)})
    assert caught.value.key == "error.open_secret_file"
    assert "abc123" not in str(caught.value)
    path.chmod(0o600)
    assert read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path)}).soda_app_token == "abc123"  # noqa: S105  # invented


@pytest.mark.parametrize("url", ["postgresql://anna:abc/123@host/map", "postgresql://host/map?user=a&password=abc/123"])
def test_a_database_password_in_a_file_needs_a_file_that_only_its_owner_reads(tmp_path: Path, url: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'database_url = "{url}"\n', encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(InputError) as caught:
        read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path)})
    assert (caught.value.key, caught.value.values["name"]) == ("error.open_secret_file", "database_url")
    assert "abc/123" not in str(caught.value)
    path.chmod(0o600)
    assert read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path)}).database_url == url


def test_a_database_without_a_password_may_stand_in_a_file_that_others_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('database_url = "postgresql://anna@host:5432/map"\n', encoding="utf-8")
    path.chmod(0o644)
    assert read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path)}).database_url == "postgresql://anna@host:5432/map"


@pytest.mark.parametrize("words", ["abc\n123", "però"])
def test_a_token_that_cannot_be_sent_is_refused_and_not_shown(tmp_path: Path, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path), "WELFARE_MAP_SODA_APP_TOKEN": words})
    assert caught.value.key == "error.bad_secret"
    assert words not in str(caught.value)


def test_no_geocoder_is_asked_unless_the_operator_names_one(tmp_path: Path) -> None:
    folder = {"WELFARE_MAP_DATA_DIR": str(tmp_path)}
    assert read_settings(folder).geocoder_url == ""
    named = read_settings({**folder, "WELFARE_MAP_GEOCODER_URL": "https://photon.example.org/api/"})
    assert named.geocoder_url == "https://photon.example.org/api"
    with pytest.raises(InputError) as caught:
        read_settings({**folder, "WELFARE_MAP_GEOCODER_URL": "photon"})
    assert caught.value.key == "error.bad_address_setting"
