from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from welfare_map.register import open_register
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import create
from welfare_map.register.history.finding import Found, find_records

ADMINISTRATOR = Actor("bruno", Role.ADMINISTRATOR)


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
        pytest.param("adhesions", "impresa", ["firm/pact"], id="an adhesion by its organisation's name"),
        pytest.param("initiatives", "patto", ["pact"], id="an initiative"),
        pytest.param("practices", "x", [], id="no practice"),
    ],
)
def test_records_are_found_by_name_or_id(engine: sa.Engine, table: str, words: str, expected: list[str]) -> None:
    assert names(find_records(engine, table, words)) == expected


def test_a_found_record_says_its_name_and_municipality(engine: sa.Engine) -> None:
    assert find_records(engine, "services", "home-uno") == (Found("services", "demo:home-uno", "Home Uno", "901001"),)


def test_what_a_firm_declared_is_found_by_its_name_and_told_apart(engine: sa.Engine) -> None:
    firm = {"organisation_id": "firm"}
    need = {**firm, "direction": "need", "exchange_kind": "nursery", "visibility": "public"}
    hours = {"days": "Mo-Fr", "starts_at": "06:00", "ends_at": "14:00"}
    made = (("needs_offers", "a", need), ("shifts", "firm/1", hours), ("sites", "firm/2", {"site_name": "Magazzino"}))
    for table, record_id, values in made:
        create(engine, ADMINISTRATOR, table=table, values=values, why="", record_id=record_id)
    told = {table: find_records(engine, table, "impresa")[0] for table, *_ in made}
    assert told["needs_offers"] == Found(
        "needs_offers", "a", "firm", None, (("direction", "need"), ("exchange_kind", "nursery"))
    )
    assert told["shifts"].details == (("days", "Mo-Fr"), ("starts_at", "06:00"), ("ends_at", "14:00"))
    assert told["sites"].details == (("site_name", "Magazzino"),)


def test_at_most_twenty_are_found(
    write_table: Callable[..., Path], shipped: object, make_service: Callable[..., object], settings: object
) -> None:
    write_table("demo", "services", *(make_service(f"n-{n:02}", (5, 5), "demo") for n in range(30)))
    write_table("demo", "availability")
    engine = open_register(settings)  # type: ignore[arg-type]
    assert names(find_records(engine, "services", "n"))[:2] == ["demo:n-00", "demo:n-01"]
    assert len(find_records(engine, "services", "n")) == 20
    engine.dispose()
