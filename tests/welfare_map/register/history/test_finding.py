from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from welfare_map.register import open_register
from welfare_map.register.history.finding import Found, find_records


def names(found: tuple[Found, ...]) -> list[str]:
    return [item.record_id for item in found]


@pytest.mark.parametrize(
    ("table", "words", "expected"),
    [
        pytest.param("services", "HOME", ["demo:home-cinque", "demo:home-due", "demo:home-uno"], id="part of the name"),
        pytest.param("services", " demo:home-uno ", ["demo:home-uno"], id="the id"),
        pytest.param("services", "%", [], id="a sign that SQL reads"),
        pytest.param("services", "_", [], id="another one"),
        pytest.param("services", "", [], id="nothing"),
        pytest.param("services", "'; DROP TABLE services; --", [], id="SQL"),
        pytest.param("organisations", "impresa", ["firm"], id="an organisation"),
        pytest.param("adhesions", "firm", ["firm/pact"], id="an adhesion by its organisation"),
        pytest.param("initiatives", "patto", ["pact"], id="an initiative"),
        pytest.param("practices", "x", [], id="no practice"),
    ],
)
def test_records_are_found_by_name_or_id(engine: sa.Engine, table: str, words: str, expected: list[str]) -> None:
    assert names(find_records(engine, table, words)) == expected


def test_a_found_record_says_its_name_and_municipality(engine: sa.Engine) -> None:
    assert find_records(engine, "services", "home-uno") == (Found("services", "demo:home-uno", "Home Uno", "901001"),)


def test_at_most_twenty_are_found(
    write_table: Callable[..., Path], shipped: object, make_service: Callable[..., object], settings: object
) -> None:
    write_table("demo", "services", *(make_service(f"n-{n:02}", (5, 5), "demo") for n in range(30)))
    write_table("demo", "availability")
    engine = open_register(settings)  # type: ignore[arg-type]
    assert names(find_records(engine, "services", "n"))[:2] == ["demo:n-00", "demo:n-01"]
    assert len(find_records(engine, "services", "n")) == 20
    engine.dispose()
