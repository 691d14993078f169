"""
Somebody looks at everything, in every way, before and after: nothing is found that the viewer may not see.

Two registers that differ only in what is hidden from a viewer give the same bytes wherever that viewer can look: so no
view, and no difference of views, tells which of the two it is. Every question is found by itself, and asked with every
value of every field of its query: those of its vocabulary, or those that ``values_for`` lists under its name; a field
that is neither fails, so that no question comes in unasked. What is published of hidden things is held against every
register that there could be. Leaks are planted, to see that they are found.

The plain question is asked of the register and of three twins, what differs from it in one field of one twin, the three
in turn: every twin has half of what is hidden, and that with other cells.
"""

import dataclasses
import importlib
import inspect
import json
import pickle
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

import numpy as np
import pytest
from typer.main import get_command

import welfare_map.questions
from geodata.ageing import AGE_COUNT, Ages
from geodata.codes import PlanPhase
from geodata.errors import InputError
from geodata.routing import TravelTimes
from geodata.routing.estimate import Estimate
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.cli import main
from welfare_map.cli.app import app
from welfare_map.exports import tables as published
from welfare_map.exports.csv import csv_text
from welfare_map.exports.dcat import Site, dcat_xml
from welfare_map.exports.envelope import envelope
from welfare_map.exports.files import TableFormat, table_bytes
from welfare_map.exports.geojson import geojson
from welfare_map.exports.tables import published_table
from welfare_map.maps.layers import layer_files
from welfare_map.model import OWN_FIRM, PUBLIC, Answer, Exchange, Firm, Viewer
from welfare_map.model.change import EarlierFigure
from welfare_map.model.consortium import CONSORTIUM_KINDS
from welfare_map.model.coverage import CoverageQuery, IndicatorsQuery
from welfare_map.model.desk import DeskPlace
from welfare_map.model.scenario import read_scenario
from welfare_map.model.shifts import read_shifts
from welfare_map.questions import exchange_counts, firms_seen
from welfare_map.questions.coverage import coverage
from welfare_map.questions.coverage.listing import indicators
from welfare_map.questions.exchange_counts import Cell, told_count
from welfare_map.questions.shuttle import searching
from welfare_map.register import current
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
ADHERENT = Viewer(organisation_ids=("beta",), initiative_ids=("patto",))
VIEWERS = [pytest.param(PUBLIC, id="everybody"), pytest.param(ADHERENT, id="an adherent")]
SEEDS = (1, 2, 3)
Twin = Callable[[Viewer, int], Snapshot]
Question = Callable[..., Answer[Any]]
Values = Mapping[str, tuple[Any, ...]]


@pytest.fixture(autouse=True, scope="module")
def _equal_rounds_are_searched_once() -> Iterator[None]:
    """Search once from the same problem and the same beginning: the seed is constant, nothing else tells."""
    found: dict[bytes, Any] = {}

    def solve(data: object, *stop: object, initial_solution: object, **options: object) -> object:
        asked = pickle.dumps((data, initial_solution, options["seed"]))
        if asked not in found:
            found[asked] = search(data, *stop, initial_solution=initial_solution, **options)
        return found[asked]

    with pytest.MonkeyPatch.context() as patch:
        search: Any = searching.solve
        patch.setattr(searching, "solve", solve)
        yield


def own_firm(lon: float, lat: float) -> Firm:
    """Return a firm that is described in the open page: it looks for a nursery and offers a room."""
    wanted = {"organisation_id": OWN_FIRM, "quantity": 5.0, "visibility": "public"}
    exchanges = (
        Exchange(need_offer_id="own-1", direction="need", exchange_kind="nursery", unit="places", **wanted),  # type: ignore[arg-type]
        Exchange(need_offer_id="own-2", direction="offer", exchange_kind="training_room", **wanted),  # type: ignore[arg-type]
    )
    place = {"lon": lon, "lat": lat, "position_quality": "exact", "municipality_code": "901001"}
    return Firm(
        organisation_id=OWN_FIRM,
        organisation_name="La mia",
        organisation_kind="company",
        exchanges=exchanges,
        **place,  # type: ignore[arg-type]
    )


def values_for(viewer: Viewer, register: Snapshot, at: tuple[float, float]) -> Values:
    """Return the values of fields that are no vocabulary, the plain one first; a wide reach lets all be found."""
    lon, lat = at
    firms = ("alfa", "beta", "gamma", "delta")
    me = firms_seen.firm_seen(register, "beta", viewer) if viewer.organisation_ids else own_firm(lon, lat)
    many = (("alfa", "beta", "gamma"), ("delta",), firms)
    numbers = {
        "max_count": (500, 1),
        "limit_min": (60.0, 5.0),
        "max_added_min": (None, 30.0),
        "limits_min": ((10.0, 30.0),),
        "min_capacity_count": (None, 10),
        "child_age_months": (None, 20),
        "handover_min": (0, 5),
        "isee_eur": (None, 9_000.0),
        "benefit_eur": (None, 90.0),
        "limit_km": (None,),
        "seats": (16, 8),
        "longest_ride_min": (45, 90),
        "tolerance_min": (20, 60),
        "margin_min": (5,),
        "stop_min": (1,),
        "window_min": (30, 90),
        "nearest_km": (2.0, 0.0),
        "uptake_share": (1.0, 0.5),
        "people_per_car": (1.0,),
        "cost_eur_per_km": (None, 2.0),
        "cost_eur_per_hour": (None,),
        "days_per_year": (220,),
        "beta_per_min": (0.08,),
        "max_service_count": (5, 1),
        "max_practice_count": (8, 1),
    }
    return {
        **numbers,
        "as_of_on": (DAY,),
        "from_on": (DAY,),
        "to_on": (date(2026, 10, 15),),
        "viewer": (viewer,),
        "lon": (lon,),
        "lat": (lat,),
        "home_lon": (lon,),
        "home_lat": (lat,),
        "work_lon": (lon,),
        "work_lat": (lat,),
        "other_work_lon": (None,),
        "other_work_lat": (None,),
        "shifts": (read_shifts("Mo-Fr 08:00-17:00", DAY),),
        "me": (me, own_firm(lon, lat)),
        "own": (me, None),
        "organisation_id": firms,
        "organisation_ids": many,
        "with_ids": ((), ("alfa",), ("gamma", "delta")),
        "partner_ids": many,
        "initiative_id": ("patto", "altro"),
        "initiative_ids": ((), ("patto",), ("altro",)),
        "sector_codes": ((), ("43.21",)),
        "service_ids": (("toy:nursery-1km",),),
        "municipality_codes": ((), ("901001",)),
        "basin_name": ("",),
        "municipality": (None, "901001"),
        "measures": ((), ("nursery",)),
        "municipality_code": (None, "901001"),
        "region_code": (None, "91"),
        "code": (None, "901001", "valle"),
        "kind": tuple(dict.fromkeys(("nursery", *CONSORTIUM_KINDS))),
        "assumptions": ((),),
        "words": ("Alfa", "Uno"),
        "costs_eur_per_year": ((), (("nursery", 9_000.0),)),
        "reached_on": ((), ((PlanPhase.SIGNED, "2026-01-01"),)),
        "employer": ("Alfa", "gamma"),
        "indicator": tuple(row.code for row in indicators(register, IndicatorsQuery(as_of_on=DAY)).rows),
        "within": (None, "valle"),
        "part_time_share": (0.5, 1.0),
        "shift": ("early", "nights"),
        "max_call_count": (50, 1),
        "worth_min": (20.0, 1.0),
        "group_count": (3, 1),
        "site_count": (5, 1),
        "figure": (33.0, 900.0),
        "enlarge_share": (0.2, 0.0),
        "least_new_count": (10, 1),
        "most_new_count": (60, 120),
        "new_place_eur": (None,),
        "added_place_eur": (None,),
        "new_structure_eur": (0,),
        "threshold_count": (1.0, 30.0),
        "use_share": (0.1, 0.01),
        "time_limit_s": (30.0,),
        "home": (DeskPlace(code="901001"),),
        "codes": ((), ("901001",)),
        "district": ("valle", "monte"),
        "previous": (None,),
        "scenarios": ((read_scenario("add:nursery:6@9.064,45.198"),),),
        "threshold": (None, 0.5),
        "work": (DeskPlace(code="901002"), None),
    }


# --- every question, in every way -----------------------------------------------------------------------------------


PARTS_OF_SITING = frozenset({"adding", "covering", "shortening", "meeting", "answer_of"})
"""Its targets, which are asked through it: each takes the ground that it has measured."""


def questions() -> dict[str, tuple[Question, type[Any]]]:
    """Return every question with the type of its query, by name."""
    found = {}
    for module in pkgutil.walk_packages(welfare_map.questions.__path__, "welfare_map.questions."):
        for name, function in vars(importlib.import_module(module.name)).items():
            if inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_"):
                query = query_of(function)
                if query is not None and name not in PARTS_OF_SITING:
                    found[name] = (function, query)
    return found


def query_of(function: Callable[..., Any]) -> type[Any] | None:
    """Return the type of a question's query; None for a function that is no question."""
    try:
        hints = typing.get_type_hints(function)
    except NameError:  # a type that only type checkers know: no question has one
        return None
    names = [*inspect.signature(function).parameters, "", ""]
    query, answer = hints.get(names[1]), hints.get("return")
    is_question = hints.get(names[0]) is Snapshot and inspect.isclass(answer) and issubclass(answer, Answer)
    return query if is_question and inspect.isclass(query) and query.__name__.endswith("Query") else None


def ask(question: Question, snapshot: Snapshot, query: object) -> Answer[Any]:
    """Ask a question; one that needs minutes gets the estimate, one that needs other figures those of ``others``."""
    hints = typing.get_type_hints(question)
    minutes = {name: Estimate() for name, kind in hints.items() if kind is TravelTimes}
    names = inspect.signature(question).parameters
    given = {name: one for name, one in others(snapshot).items() if name in names}
    kept = {"parameters": coverage(snapshot, query).parameters} if isinstance(query, CoverageQuery) else {}
    return question(snapshot, query, **minutes, **given, **{name: one for name, one in kept.items() if name in names})


def others(snapshot: Snapshot) -> Mapping[str, object]:
    """Return what questions take beside a query: a kept answer, residents by age, years."""
    codes = tuple(snapshot.territory.municipalities["municipality_code"])
    residents = np.full((2, len(codes), AGE_COUNT), 10.0)
    return {
        "earlier": [
            EarlierFigure(
                unit_code=code, numerator=20.0, denominator=90.0, value_low=0.1, value_high=0.9, is_demo=False
            )
            for code in ("valle", *codes)
        ],
        "ages": Ages(2026, residents, residents, codes),
        "years": (2026, 2028),
    }


def ways_to_ask(query: type[Any], values: Values) -> Iterator[Any]:
    """Yield queries: the plain one, then one for each other value of each field."""
    fields = dataclasses.fields(query)
    kinds = typing.get_type_hints(query)
    ways = {
        field.name: values.get(field.name) or tuple(of_type(kinds[field.name], f"{query.__name__}.{field.name}"))
        for field in fields
    }
    has_default = {field.name for field in fields if field.default is not dataclasses.MISSING}
    plain = {
        name: found[0] if name in values else next(filter(None, found), found[0])
        for name, found in ways.items()
        if name in values or name not in has_default
    }
    yield query(**plain)
    for field in fields:
        for value in ways[field.name]:
            if value != plain.get(field.name, field.default):
                yield query(**{**plain, field.name: value})


def of_type(kind: Any, where: str) -> Iterator[Any]:
    """Yield the values of a vocabulary, one by one, also inside a list."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if kind is bool:
        yield from (False, True)
    elif inspect.isclass(kind) and issubclass(kind, Enum):
        yield from kind
    elif origin is types.UnionType:
        for one in inside:
            yield from (None,) if one is type(None) else of_type(one, where)
    elif origin is tuple and inside[1:] == (Ellipsis,):
        yield ()
        yield from ((one,) for one in of_type(inside[0], where))
    else:
        pytest.fail(f"say in values_for how {where} is asked for: {kind}")


def told(question: Question, snapshot: Snapshot, query: object) -> str:
    """Return all that an answer gives away: its fields, its envelope, its files; or why there is none."""
    try:
        answer = ask(question, snapshot, query)
    except InputError as error:
        return f"{error.key} {sorted(error.values.items())}"
    files = csv_text(answer, "it"), geojson(answer, "it", territory=snapshot.territory)
    return json.dumps([repr(answer), envelope(answer, "en"), *files], ensure_ascii=False)


def test_every_question_is_found() -> None:
    found = set(questions())
    assert found >= {"nearby", "firms", "matches", "consortium", "shuttle", "plan", "exchange_counts", "adhering"}
    rooms = {name for _, name, is_room in pkgutil.iter_modules(welfare_map.questions.__path__) if is_room}
    assert rooms <= found


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", sorted(questions()))
def test_no_answer_tells_two_registers_apart_that_differ_in_what_is_hidden(
    register: Snapshot, make_twin: Twin, at_km: Callable[..., tuple[float, float]], name: str, viewer: Viewer
) -> None:
    question, query_type = questions()[name]
    for number, query in enumerate(ways_to_ask(query_type, values_for(viewer, register, at_km(5, 5)))):
        answer = told(question, register, query)
        assert number or answer.startswith("["), "the plain question has an answer"
        for seed in (SEEDS[number % len(SEEDS)],) if number else SEEDS:
            assert told(question, make_twin(viewer, seed), query) == answer, (query, seed)


# --- files, map, search, commands -----------------------------------------------------------------------------------


def looks_of(snapshot: Snapshot) -> Iterator[tuple[str, object]]:
    """Give everything that is made of a snapshot for everybody, beside the answers."""
    for name in CONTRACTS:
        table = published_table(snapshot, name, exported_on=DAY)
        yield f"table {name}", (table.rows.to_csv(), table.sources, table.has_demo, table.licences, table.version)
        for form in (TableFormat.CSV, TableFormat.GEOJSON):
            yield f"{form} of {name}", table_bytes(table, form, "it")
    every = [published_table(snapshot, name, exported_on=DAY) for name in CONTRACTS]
    site = Site("https://mappa.example.org", "")
    yield "catalogue", dcat_xml(every, site=site, territory=snapshot.territory, modified_on=DAY)
    for file in layer_files(snapshot, DAY, Estimate()):
        yield f"layer {file}", repr(file)
    yield "version and sources", (snapshot.public_version, snapshot.sources, snapshot.public_count("curated"))
    yield "public firms", repr(sorted(snapshot.public_firms.items()))
    yield "doors", repr(sorted(firms_seen.firms_seen(snapshot).items()))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_file_and_no_map_tells_them_apart(register: Snapshot, make_twin: Twin, seed: int) -> None:
    looks, others = dict(looks_of(register)), dict(looks_of(make_twin(PUBLIC, seed)))
    assert looks.keys() == others.keys()
    assert [name for name, look in looks.items() if look != others[name]] == []


@pytest.mark.parametrize("form", [form for form in TableFormat if form not in {TableFormat.CSV, TableFormat.GEOJSON}])
def test_no_form_of_a_file_tells_them_apart(
    register: Snapshot, make_twin: Twin, form: TableFormat, read_file: Callable[[bytes, TableFormat], object]
) -> None:
    twin = make_twin(PUBLIC, 1)
    for name in ("organisations", "needs_offers", "commuters", "worker_needs", "plans"):
        files = [table_bytes(published_table(one, name, exported_on=DAY), form, "it") for one in (register, twin)]
        assert read_file(files[0], form) == read_file(files[1], form), name


POINT = ("--lon", "9.064", "--lat", "45.198", "--minutes", "60")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "nearby": POINT,
    "commute": ("--home-lon", "9.064", "--home-lat", "45.198", "--work-lon", "9.12", "--work-lat", "45.2"),
    "fits": (
        *("--work-lon", "9.064", "--work-lat", "45.198", "--shift", "Mo-Fr 08:00-17:00"),
        *("--from", "2026-09-15", "--to", "2026-10-15"),
    ),
    "reach": POINT[:4],
    "territory": ("--level", "district"),
    "practices": (),
    "initiatives": (),
    "layers": (),
    "geocode": ("Alfa",),
    "compare": ("--service", "toy:nursery-1km"),
    "cost": ("--service", "toy:nursery-1km"),
    "desk": ("--home-code", "901001", "--employer", "Alfa"),
    "exchange-counts": (),
    "monitoring": (),
    "exchange": POINT,
    "access": ("--kind", "nursery", "--level", "municipality"),
    "whatif": ("--add", "nursery:60@9.064,45.198"),
    "brief": ("--district", "valle"),
    "coverage": ("--indicator", "lep_nursery", "--level", "district"),
    "siting": ("--target", "interfirm", "--figure", "900", "--threshold", "1", "--use-share", "0.1"),
    "firms": POINT,
    "matches": ("--organisation", "beta"),
    "consortium": ("--kind", "nursery", *POINT),
    "shuttle": ("--organisation", "alfa", "--organisation", "gamma"),
    "plan": ("--organisations", "alfa,gamma", "--initiative", "patto"),
    "adhering": ("--initiative", "patto", "--organisation", "alfa"),
}
"""Command -> words after it."""
EYES: Mapping[str, Viewer] = {
    "matches": ADHERENT,
    "shuttle": Viewer(organisation_ids=("alfa", "gamma"), initiative_ids=("patto", "altro")),
}
"""Commands that look with the eyes of the firms that an operator names; the others look as everybody does."""
NO_QUESTIONS = frozenset(
    (
        *("update", "check", "run", "user", "export", "links", "recheck", "sources", "duplicates", "import"),
        *("addresses", "roads", "history", "restore"),
    )
)
"""Commands of an operator on the register itself, which an operator sees whole."""


def test_every_command_that_asks_is_listed() -> None:
    names = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert names - NO_QUESTIONS == set(COMMANDS)


@pytest.mark.parametrize("form", ["json", "csv", "geojson", "table"])
@pytest.mark.parametrize("name", list(COMMANDS))
def test_no_command_tells_them_apart(
    register: Snapshot,
    make_twin: Twin,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    form: str,
) -> None:
    said = []
    for snapshot in (register, make_twin(EYES.get(name, PUBLIC), 1)):
        monkeypatch.setattr(current, "open_snapshot", lambda _settings, shown=snapshot: shown)
        said.append((main([name, *COMMANDS[name], "--format", form]), *capsys.readouterr()))
    assert said[0] == said[1]


# --- what is published of hidden things -----------------------------------------------------------------------------

CELL = Cell("valle", "need", "nursery", is_demo=False)
LATE = tuple(f"{number:064x}" for number in range(60))


@pytest.mark.parametrize("change", [-1, 0, 1])
def test_two_versions_one_change_apart_leave_every_hidden_count_in_doubt(change: int) -> None:
    """Whoever knows that one firm came or went between two versions of the table knows no count that is hidden."""
    candidates: dict[tuple[int, int], set[int]] = {}
    for salt in LATE:
        for count in range(1, 40):
            seen = told_count(count, CELL, salt), told_count(count + change, CELL, salt)
            candidates.setdefault(seen, set()).add(count)
    hidden = {seen: counts for seen, counts in candidates.items() if 0 in seen}
    assert hidden
    assert all(len(counts) > 1 for counts in hidden.values())


def test_without_the_secret_a_count_that_appears_would_tell_that_there_were_four() -> None:
    pairs = {(told_count(count, CELL, ""), told_count(count + 1, CELL, "")): count for count in range(40)}
    assert pairs[0, 5] == 4


# --- leaks, planted -------------------------------------------------------------------------------------------------


def everything_seen(snapshot: Snapshot, values: Values) -> dict[str, object]:
    """Return the answers to some plain questions, and every look, by name."""
    answers = {}
    for name in ("firms", "matches", "plan", "exchange_counts"):
        question, query_type = questions()[name]
        answers[name] = told(question, snapshot, next(ways_to_ask(query_type, values)))
    return {**answers, **dict(looks_of(snapshot))}


def differences(seen: Mapping[str, object], of_twin: Mapping[str, object]) -> set[str]:
    """Return the names of what tells two registers apart."""
    return {name for name, look in seen.items() if look != of_twin[name]}


def test_nothing_is_found_where_nothing_leaks(
    register: Snapshot, make_twin: Twin, at_km: Callable[..., tuple[float, float]]
) -> None:
    values = values_for(PUBLIC, register, at_km(5, 5))
    seen, of_twin = (everything_seen(one, values) for one in (register, make_twin(PUBLIC, 1)))
    assert differences(seen, of_twin) == set()


def leak_of_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firms_seen, "_seen", lambda _snapshot, firm, _viewer: firm)


def leak_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "_public", lambda _snapshot, name, table: table[list(CONTRACTS[name].column_names)])


def leak_of_the_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_counts, "told_count", lambda count, _cell, _salt: count)


def leak_of_the_fellows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firms_seen, "FELLOWS", frozenset({"public", "adherents", "counts"}))


@pytest.mark.parametrize(
    ("plant", "viewer", "where"),
    [
        pytest.param(leak_of_the_door, ADHERENT, {"firms", "matches"}, id="a door that lets all through"),
        pytest.param(leak_of_the_fellows, ADHERENT, {"firms"}, id="adherents who see what is for counts alone"),
        pytest.param(leak_of_the_files, PUBLIC, {"table needs_offers", "csv of commuters"}, id="files with all rows"),
        pytest.param(leak_of_the_counts, PUBLIC, {"exchange_counts"}, id="counts that are not rounded"),
    ],
)
def test_a_planted_leak_is_found(
    register: Snapshot,
    make_twin: Twin,
    at_km: Callable[..., tuple[float, float]],
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None],
    viewer: Viewer,
    where: set[str],
) -> None:
    values, twins = values_for(viewer, register, at_km(5, 5)), [make_twin(viewer, seed) for seed in SEEDS]
    plant(monkeypatch)
    seen, found = everything_seen(register, values), set[str]()
    while twins and not found >= where:
        found |= differences(seen, everything_seen(twins.pop(), values))
    assert found >= where


def test_the_registers_do_differ_in_what_is_hidden(register: Snapshot, make_twin: Twin) -> None:
    twin = make_twin(PUBLIC, 1)
    for name in ("needs_offers", "commuters", "worker_needs", "plans"):
        assert not register.table(name).equals(twin.table(name))
    assert isinstance(register.territory, Territory)
