"""Accounts: sign-in, what it says when it fails, the lock after failures, and what the operator changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from geodata.errors import InputError
from welfare_map.register.accounts import passwords
from welfare_map.register.accounts.accounts import (
    Account,
    add_account,
    disable_account,
    find_account,
    list_accounts,
    new_account,
    set_password,
    sign_in,
    unlock_account,
)
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.sessions import open_session, read_session
from welfare_map.register.sql.curation import ACCOUNTS
from welfare_map.register.sql.database import reading

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
GOOD, OTHER, WRONG = "cavallo-batteria", "graffetta-giusta", "non e quella giusta"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with the least work; the parameters have a test of their own."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def anna(engine: sa.Engine) -> Account:
    """Add a curator of the valley."""
    return add_account(engine, new_account("Anna", Role.CURATOR, district_ids=("valle",), at=NOON), GOOD)


def refusal(engine: sa.Engine, name: str, password: str, at: datetime = NOON) -> str:
    with pytest.raises(InputError) as refused:
        sign_in(engine, name, password, at=at)
    return refused.value.key


def stored_hash(engine: sa.Engine) -> str:
    with reading(engine) as connection:
        return str(connection.execute(sa.select(ACCOUNTS.c.password_hash)).scalar_one())


def test_the_right_password_gives_the_account_whatever_the_case_of_the_name(engine: sa.Engine, anna: Account) -> None:
    account = sign_in(engine, " ANNA ", GOOD, at=NOON)
    assert account == anna
    assert account.actor == Actor("anna", Role.CURATOR, (), ("valle",))


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("anna", WRONG, id="wrong password"),
        pytest.param("nobody", GOOD, id="unknown name"),
        pytest.param("", "", id="nothing"),
        pytest.param("anna' OR 1=1 --", GOOD, id="a name that is SQL"),
    ],
)
def test_every_failure_says_the_same(engine: sa.Engine, anna: Account, name: str, password: str) -> None:
    assert refusal(engine, name, password) == "error.sign_in_failed"


def test_an_unknown_name_is_checked_against_a_hash_too(
    engine: sa.Engine, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | bytes] = []

    class Noting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002  # their name
            asked.append(hash)
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Noting(time_cost=1, memory_cost=8, parallelism=1))
    refusal(engine, "nobody", GOOD)
    refusal(engine, "anna", "x" * 20)
    assert [str(made).startswith("$argon2id$") for made in asked] == [True, True]


def test_the_fifth_failure_locks_for_a_quarter_of_an_hour(engine: sa.Engine, anna: Account) -> None:
    for _ in range(4):
        refusal(engine, "anna", WRONG)
    assert sign_in(engine, "anna", GOOD, at=NOON).failed_count == 0
    for _ in range(5):
        refusal(engine, "anna", WRONG)
    assert refusal(engine, "anna", GOOD, NOON + timedelta(minutes=14, seconds=59)) == "error.sign_in_failed"
    assert sign_in(engine, "anna", GOOD, at=NOON + timedelta(minutes=15)).name == "anna"


def test_each_failure_after_a_lock_doubles_it_up_to_a_day(engine: sa.Engine, anna: Account) -> None:
    moment, locks_min = NOON, []
    for number in range(13):
        refusal(engine, "anna", WRONG, moment)
        until = list_accounts(engine)[0].locked_until
        if number >= 4:
            locks_min.append((datetime.fromisoformat(until) - moment) // timedelta(minutes=1))
            moment = datetime.fromisoformat(until)
    assert locks_min == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


def test_attempts_while_locked_do_not_lengthen_the_lock(engine: sa.Engine, anna: Account) -> None:
    for _ in range(9):
        refusal(engine, "anna", WRONG)
    assert list_accounts(engine)[0].failed_count == 5


def test_guesses_at_the_same_time_are_all_counted(engine: sa.Engine, anna: Account) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: refusal(engine, "anna", WRONG), range(12)))
    assert set(outcomes) == {"error.sign_in_failed"}
    assert list_accounts(engine)[0].failed_count == 5


def test_the_operator_unlocks(engine: sa.Engine, anna: Account) -> None:
    for _ in range(5):
        refusal(engine, "anna", WRONG)
    unlock_account(engine, "anna")
    assert sign_in(engine, "anna", GOOD, at=NOON).locked_until == ""


def test_a_disabled_account_neither_signs_in_nor_keeps_its_sessions(engine: sa.Engine, anna: Account) -> None:
    token = open_session(engine, "anna", at=NOON)
    assert not disable_account(engine, "anna").is_active
    assert refusal(engine, "anna", GOOD) == "error.sign_in_failed"
    assert read_session(engine, token, at=NOON) is None
    assert find_account(engine, "anna") is None
    unlock_account(engine, "anna")
    assert sign_in(engine, "anna", GOOD, at=NOON).is_active
    assert read_session(engine, token, at=NOON) is None


def test_another_password_ends_sessions_and_the_one_before_it(engine: sa.Engine, anna: Account) -> None:
    token = open_session(engine, "anna", at=NOON)
    set_password(engine, "anna", OTHER)
    assert read_session(engine, token, at=NOON) is None
    assert refusal(engine, "anna", GOOD) == "error.sign_in_failed"
    assert sign_in(engine, "anna", OTHER, at=NOON).name == "anna"


def test_a_hash_of_other_parameters_is_made_anew_at_sign_in(
    engine: sa.Engine, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored_hash(engine)
    sign_in(engine, "anna", GOOD, at=NOON)
    assert stored_hash(engine) == before
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    sign_in(engine, "anna", GOOD, at=NOON)
    assert "m=16,t=2" in stored_hash(engine)
    assert sign_in(engine, "anna", GOOD, at=NOON).name == "anna"


def test_an_account_without_password_is_let_in_by_no_password(engine: sa.Engine) -> None:
    add_account(engine, new_account("mario@example.org", Role.ADMINISTRATOR, at=NOON), None)
    assert refusal(engine, "mario@example.org", "") == "error.sign_in_failed"
    found = find_account(engine, "Mario@Example.org")
    assert found is not None
    assert not found.has_password


@pytest.mark.parametrize(
    ("name", "role", "given", "key"),
    [
        pytest.param("a b", Role.ADMINISTRATOR, {}, "error.bad_account_name", id="a name with a space"),
        pytest.param("", Role.ADMINISTRATOR, {}, "error.bad_account_name", id="no name"),
        pytest.param("anna\n", Role.CURATOR, {}, "error.curator_without_district", id="a curator of nothing"),
        pytest.param("carla", Role.CONTRIBUTOR, {}, "error.contributor_without_organisation", id="of no organisation"),
        pytest.param("x" * 101, Role.ADMINISTRATOR, {}, "error.bad_account_name", id="a long name"),
        pytest.param("source", Role.SOURCE, {}, "error.unknown_choice", id="a role that is no account's"),
        pytest.param("visitor", Role.VISITOR, {}, "error.unknown_choice", id="a visitor"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(name: str, role: Role, given: dict[str, str], key: str) -> None:
    with pytest.raises(InputError) as refused:
        new_account(name, role, at=NOON, **given)
    assert refused.value.key == key


def test_a_taken_name_is_refused_and_the_account_stays(engine: sa.Engine, anna: Account) -> None:
    with pytest.raises(InputError) as refused:
        add_account(engine, new_account("ANNA", Role.ADMINISTRATOR, at=NOON), OTHER)
    assert refused.value.key == "error.account_exists"
    assert sign_in(engine, "anna", GOOD, at=NOON).role is Role.CURATOR


def test_changes_of_an_unknown_account_are_refused(engine: sa.Engine) -> None:
    for change in (disable_account, unlock_account):
        with pytest.raises(InputError) as refused:
            change(engine, "nobody")
        assert refused.value.key == "error.unknown_account"
    with pytest.raises(InputError, match=r"error\.unknown_account"):
        set_password(engine, "nobody", OTHER)


def test_no_list_of_accounts_holds_a_hash(engine: sa.Engine, anna: Account) -> None:
    assert "argon2" not in repr(list_accounts(engine))
