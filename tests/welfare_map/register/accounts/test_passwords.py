import pytest

from geodata.errors import InputError
from welfare_map.register.accounts import passwords
from welfare_map.register.accounts.passwords import hashed, is_outdated, is_right, require_good_password

GOOD = "cavallo-batteria"


@pytest.mark.parametrize(
    ("password", "key"),
    [
        pytest.param("undici-char", "error.short_password", id="eleven characters"),
        pytest.param("", "error.short_password", id="none"),
        pytest.param("x" * 257, "error.long_password", id="longer than the longest"),
        pytest.param("Anna.Curatrice", "error.password_is_name", id="the name in other case"),
    ],
)
def test_a_weak_password_is_refused(password: str, key: str) -> None:
    with pytest.raises(InputError) as refused:
        require_good_password("anna.curatrice", password)
    assert refused.value.key == key


@pytest.mark.parametrize("password", [pytest.param("dodici-segni", id="twelve"), pytest.param("x" * 256, id="longest")])
def test_a_password_of_the_shortest_and_longest_length_is_taken(password: str) -> None:
    require_good_password("anna", password)


def test_only_the_right_password_has_the_hash() -> None:
    made = hashed(GOOD)
    assert made.startswith("$argon2id$")
    assert GOOD not in made
    assert made != hashed(GOOD)
    assert is_right(made, GOOD)
    assert not is_right(made, GOOD + " ")
    assert not is_right(made, "")


def test_an_accent_typed_in_two_ways_is_the_same_password() -> None:
    assert is_right(hashed("perche\u0301 no, amico"), "perché no, amico")


def test_no_hash_is_never_right_and_is_checked_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    class Watching:
        def verify(self, password_hash: str, _words: str) -> bool:
            checked.append(password_hash)
            return True

        def hash(self, _words: str) -> str:
            return "nobody's"

    passwords._nobodys_hash.cache_clear()
    monkeypatch.setattr(passwords, "_HASHER", Watching())
    assert not is_right("", GOOD)
    assert checked == ["nobody's"]
    passwords._nobodys_hash.cache_clear()


def test_a_damaged_hash_is_not_right() -> None:
    assert not is_right("not a hash", GOOD)


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$YRoeRlA3c3M"
    assert is_outdated(weak)
    assert not is_outdated(hashed(GOOD))
