"""``welfare-map user …`` as an operator types it."""

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from argon2 import PasswordHasher

from geodata.territory import Territory
from welfare_map.cli import BAD_ARGUMENTS, FINE, accounts, main
from welfare_map.register import open_register
from welfare_map.register.accounts import passwords
from welfare_map.register.accounts.accounts import sign_in
from welfare_map.register.accounts.actors import Role
from welfare_map.register.accounts.signed_links import link_secret, read_link
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.settings import Settings, current_settings

PASSWORD = "cavallo-batteria"  # noqa: S105  # of an account of this test
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def accounts_dir(
    real_territory: Territory, real_data_dir: Path, real_register: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Fill a register once; tests write into copies of it."""
    folder = tmp_path_factory.mktemp("accounts") / "data"
    shutil.copytree(real_data_dir, folder, ignore=shutil.ignore_patterns("register.sqlite*", "*.log"))
    shutil.copy(real_register, folder)
    return folder


@pytest.fixture
def data_dir(accounts_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Point the commands at a copy; passwords come from the environment and cost little."""
    folder = tmp_path / "data"
    shutil.copytree(accounts_dir, folder)
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(folder))
    monkeypatch.setenv("WELFARE_MAP_PASSWORD", PASSWORD)
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    current_settings.cache_clear()
    yield folder
    current_settings.cache_clear()


@pytest.fixture
def run(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command of the family ``user``."""

    def command(*words: str) -> tuple[int, str, str]:
        code = main(["user", *words])
        return code, *capsys.readouterr()

    return command


def rows(out: str) -> list[dict[str, Any]]:
    return list(json.loads(out)["rows"])


def test_a_curator_is_added_by_the_name_of_the_district_and_can_sign_in(run: Run, data_dir: Path) -> None:
    code, out, err = run("add", "Anna", "--role", "curator", "--district", "Alto Milanese", "--format", "json")
    assert (code, err) == (FINE, "")
    (row,) = rows(out)
    assert (row["name"], row["role"], row["district_ids"]) == ("anna", "curator", ["alto-milanese"])
    assert PASSWORD not in out
    assert "argon2" not in out
    engine = open_register(Settings(data_dir=data_dir))
    assert sign_in(engine, "anna", PASSWORD).role is Role.CURATOR
    engine.dispose()


def test_accounts_are_listed_disabled_and_opened_again(run: Run) -> None:
    run("add", "bruno", "--role", "administrator")
    assert [(row["name"], row["is_active"]) for row in rows(run("list", "--format", "json")[1])] == [("bruno", True)]
    assert not rows(run("disable", "bruno", "--format", "json")[1])[0]["is_active"]
    assert rows(run("unlock", "bruno", "--format", "json")[1])[0]["is_active"]
    code, out, _ = run("list")
    assert code == FINE
    assert "bruno · amministratore" in out


def test_a_password_comes_from_the_first_line_of_stdin(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "bruno", "--role", "administrator")
    monkeypatch.delenv("WELFARE_MAP_PASSWORD")
    monkeypatch.setattr(sys, "stdin", io.StringIO("graffetta-giusta\nno\n"))
    assert run("password", "bruno")[0] == FINE
    engine = open_register(Settings(data_dir=data_dir))
    assert sign_in(engine, "bruno", "graffetta-giusta").name == "bruno"
    engine.dispose()


class Terminal(io.StringIO):
    """A stdin that somebody types on."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


def test_at_a_terminal_the_password_is_asked_twice_and_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["graffetta-giusta", "graffetta-giusta", "graffetta-giusta", "un'altra cosa"])
    asked: list[str] = []
    monkeypatch.delenv("WELFARE_MAP_PASSWORD")
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(accounts.getpass, "getpass", lambda prompt: asked.append(prompt) or next(typed))
    code, out, _ = run("add", "bruno", "--role", "administrator")
    assert (code, len(asked)) == (FINE, 2)
    assert "graffetta" not in out
    code, _, err = run("password", "bruno")
    assert (code, "non sono uguali" in err) == (BAD_ARGUMENTS, True)


def test_an_account_of_an_identity_provider_has_no_password(run: Run) -> None:
    code, out, _ = run("add", "mario@example.org", "--role", "administrator", "--without-password", "--format", "json")
    assert code == FINE
    assert not rows(out)[0]["has_password"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["add", "anna"], "--role", id="no role"),
        pytest.param(["add", "anna", "--role", "king"], "king", id="a role that is none"),
        pytest.param(["add", "anna", "--role", "visitor"], "visitor", id="a role that is no account's"),
        pytest.param(["add", "anna", "--role", "curator"], "--district", id="a curator of nothing"),
        pytest.param(["add", "anna", "--role", "curator", "--district", "Atlantide"], "Atlantide", id="no district"),
        pytest.param(["add", "c", "--role", "contributor", "--organisation", "nobody"], "nobody", id="no firm"),
        pytest.param(["disable", "nobody"], "nobody", id="disable nobody"),
        pytest.param(["unlock", "nobody"], "nobody", id="unlock nobody"),
        pytest.param(["password", "nobody"], "nobody", id="password of nobody"),
        pytest.param(["link", "demo:nothing"], "demo:nothing", id="link to no card"),
        pytest.param(["link", "demo:nursery-015118-8", "--days", "0.5"], "0.5", id="half a day"),
        pytest.param(["link", "demo:nursery-015118-8", "--days", "0"], "0", id="no day"),
        pytest.param(["link", "demo:nursery-015118-8", "--days", "1000"], "1.000", id="three years"),
        pytest.param(["link", "x", "--table", "planets"], "planets", id="no such table"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(run: Run, words: list[str], said: str) -> None:
    code, out, err = run(*words)
    assert (code, out, err.count("\n")) == (BAD_ARGUMENTS, "", 1)
    assert said in err


def test_a_short_password_is_refused_and_not_repeated(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELFARE_MAP_PASSWORD", "segretuccio")
    code, _, err = run("add", "bruno", "--role", "administrator")
    assert code == BAD_ARGUMENTS
    assert "12" in err
    assert "segretuccio" not in err


def test_a_link_opens_the_card_that_it_names(run: Run, data_dir: Path) -> None:
    code, out, _ = run(
        "link", "demo:nursery-015118-8", "--days", "7", "--site", "https://mappa.example.org", "--format", "json"
    )
    assert code == FINE
    (row,) = rows(out)
    parts = urlsplit(row["link"])
    assert (parts.netloc, parts.path, row["days"]) == ("mappa.example.org", "/registro", 7)
    (token,) = parse_qs(parts.query)["confirm"]
    secret = link_secret(Settings(data_dir=data_dir))
    assert read_link(secret, token) == RecordRef("services", "demo:nursery-015118-8")
