from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from geodata.errors import InputError
from welfare_map.register.accounts.signed_links import (
    PURPOSE,
    link_address,
    link_secret,
    read_link,
    sign_items,
    sign_link,
)
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.settings import Settings

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
SECRET = "s" * 40
HOME = RecordRef("services", "demo:home/uno?x=1&y=ù")


def refusal(token: str, *, secret: str = SECRET, at: datetime = NOON) -> str:
    with pytest.raises(InputError) as refused:
        read_link(secret, token, at=at)
    return refused.value.key


def test_a_link_names_its_record_until_its_last_moment() -> None:
    token = sign_link(SECRET, HOME, days=30, at=NOON)
    assert read_link(SECRET, token, at=NOON) == HOME
    assert read_link(SECRET, token, at=NOON + timedelta(days=30, seconds=-1)) == HOME
    assert refusal(token, at=NOON + timedelta(days=30)) == "error.expired_link"


def test_a_link_of_another_secret_is_forged() -> None:
    assert refusal(sign_link("t" * 40, HOME, at=NOON)) == "error.forged_link"


def test_a_token_signed_for_another_purpose_is_forged() -> None:
    last = int((NOON + timedelta(days=1)).timestamp())
    made = str(URLSafeSerializer(SECRET, salt=PURPOSE).dumps(["services", "x", last]))
    assert refusal(made) == "error.forged_link"
    assert refusal(sign_items(SECRET, "another purpose", ("services", "x"), days=1, at=NOON)) == "error.forged_link"


def test_a_longer_life_cannot_be_written_into_a_link() -> None:
    token = sign_link(SECRET, HOME, days=1, at=NOON)
    longer = sign_link("t" * 40, HOME, days=300, at=NOON)
    assert refusal(longer.rpartition(".")[0] + "." + token.rpartition(".")[2]) == "error.forged_link"


@given(st.text(max_size=200))
def test_any_words_are_forged(words: str) -> None:
    assert refusal(words) == "error.forged_link"


@given(st.integers(min_value=0), st.characters(codec="ascii"))
def test_a_changed_letter_is_forged(position: int, letter: str) -> None:
    token = sign_link(SECRET, HOME, at=NOON)
    at = position % len(token)
    changed = token[:at] + letter + token[at + 1 :]
    if changed[:-1] != token[:-1]:
        assert refusal(changed) == "error.forged_link"


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_link_is_good_for_a_day_to_a_year(days: int) -> None:
    with pytest.raises(InputError) as refused:
        sign_link(SECRET, HOME, days=days, at=NOON)
    assert refused.value.key == "error.bad_link_days"


def test_the_address_carries_the_token_to_the_page() -> None:
    token = sign_link(SECRET, HOME, at=NOON)
    parts = urlsplit(link_address("https://mappa.example.org/", token))
    assert (parts.netloc, parts.path) == ("mappa.example.org", "/registro")
    assert parse_qs(parts.query) == {"confirm": [token]}


def test_the_operators_secret_comes_before_the_file(tmp_path: Path) -> None:
    assert link_secret(Settings(data_dir=tmp_path, secret=SECRET)) == SECRET
    assert list(tmp_path.iterdir()) == []
    made = link_secret(Settings(data_dir=tmp_path))
    assert made == link_secret(Settings(data_dir=tmp_path))
    assert made not in repr(Settings(data_dir=tmp_path, secret=made))
