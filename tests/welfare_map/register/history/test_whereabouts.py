import pytest
import sqlalchemy as sa

from welfare_map.register.history.whereabouts import located
from welfare_map.register.sql.database import reading, writing
from welfare_map.register.sql.schema import RECORD_TABLES


@pytest.mark.parametrize(
    ("table", "cells", "place"),
    [
        pytest.param("services", {"municipality_code": "901001"}, {"municipality_code": "901001"}, id="its own"),
        pytest.param("adhesions", {"organisation_id": "firm"}, {"municipality_code": "902001"}, id="its firm's"),
        pytest.param(
            "adhesions", {"organisation_id": "union", "initiative_id": "pact"}, {"territory": "province:901"},
            id="its initiative's where the organisation has none",
        ),
        pytest.param("practices", {"organisation_id": None, "initiative_id": "pact"}, {"territory": "province:901"},
                     id="its initiative's"),
        pytest.param("availability", {"service_id": "demo:home-uno"}, {"municipality_code": "901001"},
                     id="its service's"),
        pytest.param("adhesions", {"organisation_id": "nobody"}, {}, id="none of something unknown"),
        pytest.param("organisations", {"organisation_id": "firm"}, {}, id="none by referring to itself"),
        pytest.param("documents", {"document_id": "paper"}, {}, id="none of a document"),
        pytest.param("plans", {"organisation_ids": "firm|union|nobody", "initiative_id": "pact"},
                     {"territory": "municipality:902001"}, id="that of a plan's firms, whatever its initiative"),
        pytest.param("plans", {"organisation_ids": "union", "initiative_id": "pact"}, {"territory": ""},
                     id="none of a plan of which no firm has a place"),
    ],
)  # fmt: skip
def test_a_record_lies_where_it_is_or_where_what_it_refers_to_is(
    engine: sa.Engine, table: str, cells: dict[str, str], place: dict[str, str]
) -> None:
    with reading(engine) as connection:
        assert located(connection, table, cells) == {**cells, **place}


def test_free_places_belong_to_the_organisation_that_runs_their_service(engine: sa.Engine) -> None:
    services = RECORD_TABLES["services"]
    home = services.c.service_id == "demo:home-uno"
    with writing(engine) as connection:
        connection.execute(sa.update(services).where(home).values(organisation_id="firm", municipality_code=None))
        found = located(connection, "availability", {"service_id": "demo:home-uno"})
    assert found == {"service_id": "demo:home-uno", "organisation_id": "firm"}, (
        "not where the organisation has its seat"
    )


def test_a_service_without_municipality_does_not_lie_where_its_organisation_is(engine: sa.Engine) -> None:
    cells = {"service_id": "a", "organisation_id": "firm", "municipality_code": None}
    with reading(engine) as connection:
        assert located(connection, "services", cells) == cells
