"""
What a scenario changes, beside coverage of a register in which the same change was really made.

See ``conftest.py`` for the toy figures: Uno has 27.5 residents aged 3–36 months, 30 aged 0–2; valle 27 times as many.
"""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import Level, TravelMode
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from geodata.territory import Territory
from welfare_map.maps import whatif_cards
from welfare_map.maps.whatif_cards import changed_areas, figures_table
from welfare_map.model import (
    RESIDENTS_OF,
    AccessQuery,
    AreaPart,
    CoverageAnswer,
    CoverageQuery,
    CoverageStatus,
    PlacesBasis,
    Scenario,
    ScenarioFigure,
    WhatifAnswer,
    WhatifQuery,
    WhatifRow,
    read_scenario,
)
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.access import access
from welfare_map.questions.coverage import coverage
from welfare_map.questions.whatif import whatif
from welfare_map.questions.whatif.changing import changed_services, rows_changed
from welfare_map.questions.whatif.reading import ReadChange, read_changes
from welfare_map.share_whatif import linked, read_whatif
from welfare_map.snapshot import KEPT_COUNT, Snapshot, free_places, index_points, service_columns

Make = Callable[..., dict[str, Any]]
Ask = Callable[..., CoverageAnswer]
With = Callable[..., Snapshot]
AtKm = Callable[[float, float], tuple[float, float]]
ON = date(2026, 9, 15)
LEP = "lep_nursery"
FIGURE = tuple(field.name for field in fields(ScenarioFigure))
OF_CHILDREN = "nursery_places_per_100_aged_0_2"
LIST = "regione-lombardia-toy"
CENTRES = {code: (5 + 10 * (n % 3), 5 + 10 * (n // 3)) for n, code in enumerate(("901001", "901002", "901003"))}


def ask_if(snapshot: Snapshot, *scenarios: str, **asked: Any) -> WhatifAnswer:
    """Ask for scenarios as they are written."""
    read = tuple(read_scenario(words) for words in scenarios)
    return whatif(snapshot, WhatifQuery(as_of_on=ON, scenarios=read, **asked))


def changed(snapshot: Snapshot, changes: Sequence[ReadChange], as_of_on: date) -> Snapshot:
    """Return the whole register with changes made in it: services that they leave alone beside those they make."""
    then = changed_services(snapshot, changes, as_of_on)
    rest = snapshot.table("services").drop(index=rows_changed(snapshot, changes).tolist())
    services = pd.concat([rest, then.table("services")]).sort_values("service_id", kind="stable", ignore_index=True)
    index = index_points(services)
    return replace(
        then,
        tables={**then.tables, "services": services},
        services_index=index,
        service_columns=service_columns(services, index, then.territory.municipalities),
        free_places=free_places(then.tables["availability"], services),
    )


def of_access(snapshot: Snapshot, residents_name: str) -> dict[str, tuple[float | None, ...]]:
    """Ask the question of access itself: the figure and both ends of each municipality."""
    kinds = tuple(kind for kind, residents in RESIDENTS_OF.items() if residents == residents_name)
    rows = access(snapshot, AccessQuery(as_of_on=ON, kinds=kinds), Estimate()).rows
    return {one.unit_code: (one.value, one.value_low, one.value_high) for one in rows}


def row(answer: WhatifAnswer, indicator: str, code: str, scenario: int = 1) -> WhatifRow:
    """Return the one row of an indicator and an area."""
    (found,) = (
        one for one in answer.rows if (one.indicator, one.unit_code, one.scenario) == (indicator, code, scenario)
    )
    return found


@pytest.fixture(scope="module")
def snapshot(service: Make, snapshot_with: With) -> Snapshot:
    """Give Uno 5 places, Due 20, Cinque 40: all three say all of it."""
    return snapshot_with(
        [
            service("small", "901001", capacity_authorised=5),
            service("mid", "901002", capacity_authorised=20, opening_hours="Mo-Fr 08:00-16:00"),
            service("firm", "902001", capacity_authorised=40, is_open_to_others="false"),
        ]
    )


@pytest.fixture(scope="module")
def point(at_km: AtKm) -> Callable[[float, float], str]:
    """Write a point in kilometres as a scenario does."""

    def written(x_km: float, y_km: float) -> str:
        lon, lat = at_km(x_km, y_km)
        return f"{lon!r},{lat!r}"

    return written


# --- figures --------------------------------------------------------------------------------------------------------


def test_a_new_nursery_is_counted_where_it_stands(snapshot: Snapshot, point: Callable[..., str]) -> None:
    """Uno has 5 places for 27.5 residents; 6 more bring it to 40 per 100, above 33."""
    answer = ask_if(snapshot, f"add:nursery:6@{point(2, 2)}")
    uno = row(answer, LEP, "901001")
    assert (uno.before.numerator, uno.after.numerator, uno.after.value) == (5, 11, 40)
    assert (uno.before.status, uno.after.status) == (CoverageStatus.NOT_MET, CoverageStatus.MET)
    assert (uno.is_changed, uno.is_status_changed, uno.part) == (True, True, AreaPart.TOUCHED)
    assert uno.difference == pytest.approx(6 / 27.5 * 100)
    valle, alfa = row(answer, LEP, "valle"), row(answer, LEP, "901")
    assert (valle.after.numerator, valle.after.denominator) == (71, 27 * 27.5)
    assert (alfa.before.numerator, alfa.after.numerator) == (25, 31)


def test_neighbours_are_there_and_do_not_change(snapshot: Snapshot, point: Callable[..., str]) -> None:
    answer = ask_if(snapshot, f"add:nursery:6@{point(2, 2)}")
    beside = {one.unit_code: one for one in answer.rows if one.part is AreaPart.NEIGHBOUR and one.indicator == LEP}
    assert set(beside) == {"901002", "901004", "902001"}
    assert not any(one.is_changed for one in beside.values())
    assert {one.unit_code for one in answer.rows if one.part is AreaPart.DISTRICT} == {"valle"}


def test_what_changes_comes_first(snapshot: Snapshot, point: Callable[..., str]) -> None:
    changes = [one.is_changed for one in ask_if(snapshot, f"add:nursery:6@{point(2, 2)}").rows]
    assert changes == sorted(changes, reverse=True)
    assert 0 < sum(changes) < len(changes)


def test_every_indicator_has_a_row_for_every_area(snapshot: Snapshot, point: Callable[..., str]) -> None:
    answer = ask_if(snapshot, f"add:nursery:6@{point(2, 2)}")
    areas = {one.unit_code for one in answer.rows}
    assert sorted((one.indicator, one.unit_code) for one in answer.rows) == sorted(
        (indicator, code) for indicator in INDICATORS for code in areas
    )


EDITS = st.fixed_dictionaries(
    {
        "closed": st.sets(st.sampled_from("abc")),
        "places": st.dictionaries(st.sampled_from("abc"), st.integers(0, 90), max_size=3),
        "moved": st.dictionaries(st.sampled_from("abc"), st.sampled_from(sorted(CENTRES)), max_size=2),
        "added": st.lists(st.tuples(st.sampled_from(["nursery", "care_home"]), st.integers(1, 80)), max_size=2),
    }
)


@pytest.fixture(scope="module")
def compared(
    service: Make, snapshot_with: With, ask: Ask, point: Callable[..., str]
) -> Callable[[Mapping[str, Any]], None]:
    """Compare a scenario with the register in which it was made to come true."""
    codes = {"a": "901001", "b": "901002", "c": "902001"}
    listed = [
        service("of-alfa", "901004", capacity_authorised=1),
        service("of-beta", "902005", capacity_authorised=90),
        service("home", "901004", kind="care_home"),
    ]
    rows = {key: service(key, code, capacity_authorised=10) for key, code in codes.items()}
    before = snapshot_with([*rows.values(), *listed])

    def check(edit: Mapping[str, Any]) -> None:
        open_ones = [key for key in codes if key not in edit["closed"]]
        told = [f"close:{LIST}:{key}" for key in edit["closed"]]
        told += [f"enlarge:{LIST}:{key}={n}" for key, n in edit["places"].items() if key in open_ones]
        told += [f"move:{LIST}:{key}@{point(*CENTRES[to])}" for key, to in edit["moved"].items() if key in open_ones]
        told += [f"add:{kind}:{n}@{point(25, 5)}" for kind, n in edit["added"]]
        if not told:
            return
        true = [
            service(
                key,
                edit["moved"].get(key, codes[key]),
                capacity_authorised=edit["places"].get(key, 10),
                capacity_accredited=edit["places"].get(key),
            )
            for key in open_ones
        ]
        true += [
            service(f"new-{n}", "901003", kind=kind, capacity_authorised=places, capacity_accredited=places)
            for n, (kind, places) in enumerate(edit["added"])
        ]
        after = snapshot_with([*true, *listed])
        answer = ask_if(before, ";".join(told))
        for indicator in (LEP, OF_CHILDREN, "municipalities_with_nursery_pct"):
            for level in (Level.MUNICIPALITY, Level.DISTRICT, Level.PROVINCE):
                for snapshot, side in ((before, "before"), (after, "after")):
                    expected = {one.unit_code: one for one in ask(snapshot, indicator, level=level).rows}
                    for one in answer.rows:
                        if (one.indicator, one.level) == (indicator, level):
                            figure, wanted = getattr(one, side), expected[one.unit_code]
                            assert (figure.value, figure.value_low, figure.value_high, figure.status) == (
                                *(wanted.value, wanted.value_low, wanted.value_high),
                                wanted.status,
                            )

    return check


@settings(max_examples=12)
@given(edit=EDITS)
def test_a_scenario_says_what_the_register_would_say_were_it_true(
    compared: Callable[[Mapping[str, Any]], None], edit: Mapping[str, Any]
) -> None:
    compared(edit)


HYPOTHESES = st.lists(
    st.sampled_from(
        [
            "add:nursery:60@{at}",
            "add:care_home:40@{at}",
            "close:regione-lombardia-toy:small",
            "enlarge:regione-lombardia-toy:mid=50",
            "move:regione-lombardia-toy:firm@{at}",
            "population:-20:0-2@901",
            "population:10:all@901002",
        ]
    ),
    min_size=1,
    max_size=3,
    unique=True,
)


@pytest.fixture(scope="module")
def asked_often(snapshot: Snapshot) -> tuple[Snapshot, Estimate]:
    """Keep one register, and all that it keeps of the hypotheses asked of it before."""
    return replace(snapshot), Estimate()


@pytest.fixture(scope="module")
def known_access(snapshot: Snapshot) -> dict[str, dict[str, tuple[float | None, ...]]]:
    """Ask the question of access of the register without any hypothesis."""
    return {name: of_access(snapshot, name) for name in ("residents_0_2", "residents_65_plus", "residents_75_plus")}


def test_a_page_of_hypotheses_keeps_less_than_the_snapshot_may(snapshot: Snapshot, point: Callable[..., str]) -> None:
    """Three scenarios about residents and services of every age, who reaches other places too."""
    held = replace(snapshot)
    words = ("population:-5:all@901", f"close:{LIST}:firm", f"add:care_home:40@{point(5, 5)}")
    for count in (1, 2, 3):
        read = tuple(read_scenario(one) for one in words[:count])
        whatif(held, WhatifQuery(as_of_on=ON, scenarios=read), Estimate())
    assert 50 < len(held._kept) < KEPT_COUNT


@settings(max_examples=15)
@given(words=HYPOTHESES, km=st.sampled_from([5, 15, 25]))
def test_a_hypothesis_after_many_others_is_answered_as_on_a_register_just_opened(
    words: list[str],
    km: int,
    asked_often: tuple[Snapshot, Estimate],
    known_access: dict[str, dict[str, tuple[float | None, ...]]],
    snapshot: Snapshot,
    at_km: AtKm,
) -> None:
    """The fresh side counts the whole register with the changes made in it, and nothing that was kept."""
    lon, lat = at_km(km, 5)
    read = read_scenario(";".join(words).format(at=f"{lon:.5f},{lat:.5f}"))
    query = WhatifQuery(as_of_on=ON, scenarios=(read,))
    often, engine = asked_often
    found = whatif(often, query, engine)
    assert found == whatif(replace(snapshot), query, Estimate())
    then = changed(replace(snapshot), read_changes(snapshot, read, ON), ON)
    for residents_name, before in known_access.items():
        told = {
            one.unit_code: (one.after, one.after_low, one.after_high)
            for one in found.access or ()
            if one.residents_name == residents_name
        }
        for code, after in of_access(then, residents_name).items():
            assert told.get(code, before[code]) == pytest.approx(after, abs=1e-6)
    for one in found.rows:
        asked = CoverageQuery(as_of_on=ON, indicator=one.indicator, level=Level(one.level), codes=(one.unit_code,))
        (row,) = coverage(then, asked).rows
        assert (one.after.value, one.after.value_low, one.after.value_high, one.after.status) == (
            pytest.approx(row.value),
            pytest.approx(row.value_low),
            pytest.approx(row.value_high),
            row.status,
        )


@pytest.fixture(scope="module")
def uneven(service: Make, snapshot_with: With, at_km: AtKm) -> Snapshot:
    """Give records that do not say all: two without municipality, one of them with a point in Due, and an invented."""
    lon, lat = at_km(15, 5)
    nowhere = {"municipality_code": None, "capacity_authorised": 7}
    return snapshot_with(
        [
            service("a", "901001", capacity_authorised=10, opening_hours="Mo-Fr 05:00-22:00"),
            service("b", "901002", capacity_part_time=None, min_age_months=0, max_age_months=72),
            service("c", "902001", kind="care_home", capacity_authorised=40),
            service("lost", None, **nowhere),
            service("pointed", None, **nowhere) | {"lon": lon, "lat": lat, "position_quality": "exact"},
            service("invented", "902005", "demo", capacity_authorised=5),
        ]
    )


@pytest.mark.parametrize("asked", [{}, {"with_demo": False, "places": PlacesBasis.AUTHORISED, "part_time_share": 1}])
@pytest.mark.parametrize(
    "words",
    [
        pytest.param("add:nursery:6@{due}", id="a service opens"),
        pytest.param("close:{list}:a", id="one closes"),
        pytest.param("move:{list}:lost@{due};enlarge:{list}:pointed=90", id="records without municipality"),
        pytest.param("hours:{list}:b=Mo-Fr 04:00-23:00", id="other hours"),
        pytest.param("population:20:0-2@901;population:-10:65+@valle", id="other residents"),
        pytest.param("close:demo:invented;add:care_home:30@{due}", id="an invented one closes"),
    ],
)
def test_every_figure_is_the_one_that_coverage_says_when_asked_alone(
    uneven: Snapshot, ask: Ask, point: Callable[..., str], words: str, asked: dict[str, Any]
) -> None:
    """Each indicator and level by a question of its own, of the register and of the snapshot with the scenario."""
    scenario = read_scenario(words.format(list=LIST, due=point(15, 5)))
    then = changed(uneven, read_changes(uneven, scenario, ON), ON)
    answer = whatif(uneven, WhatifQuery(as_of_on=ON, scenarios=(scenario,), **asked))
    assert {one.is_changed for one in answer.rows} == {True, False}
    alone = {
        (indicator, level, side): {row.unit_code: row for row in ask(held, indicator, level=level, **asked).rows}
        for indicator in INDICATORS
        for level in (Level.MUNICIPALITY, Level.DISTRICT, Level.PROVINCE)
        for held, side in ((uneven, "before"), (then, "after"))
    }
    for one in answer.rows:
        for side, figure in (("before", one.before), ("after", one.after)):
            row = alone[one.indicator, Level(one.level), side][one.unit_code]
            assert [getattr(figure, name) for name in FIGURE] == [getattr(row, name) for name in FIGURE]


def test_the_order_of_changes_does_not_matter(snapshot: Snapshot, point: Callable[..., str]) -> None:
    changes = [f"add:nursery:6@{point(2, 2)}", f"close:{LIST}:mid", f"move:{LIST}:firm@{point(25, 5)}"]
    changes += ["population:10:all@901", "population:-5:0-2@901001"]
    one, other = (ask_if(snapshot, ";".join(order)) for order in (changes, changes[::-1]))
    assert [(r.indicator, r.unit_code, r.after.value) for r in one.rows] == [
        (r.indicator, r.unit_code, pytest.approx(r.after.value)) for r in other.rows
    ]


def test_several_scenarios_are_compared_for_the_same_areas(snapshot: Snapshot, point: Callable[..., str]) -> None:
    answer = ask_if(snapshot, f"add:nursery:6@{point(2, 2)}", f"close:{LIST}:firm")
    areas = [{(r.indicator, r.unit_code) for r in answer.rows if r.scenario == number} for number in (1, 2)]
    assert areas[0] == areas[1]
    uno, cinque = row(answer, LEP, "901001", 2), row(answer, LEP, "902001", 2)
    assert (uno.is_changed, cinque.before.numerator, cinque.after.numerator) == (False, 40, 0)
    assert [note.changed_count for note in answer.scenarios] == [
        sum(r.is_changed for r in answer.rows if r.scenario == number) for number in (1, 2)
    ]


def test_figures_beyond_the_table_are_counted_one_is_no_plural(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask_if(snapshot, f"close:{LIST}:firm")
    count = changed_areas(answer)
    assert count > 2
    for left, words in ((1, "L'altra è nel file"), (2, "Le altre 2 sono nel file")):
        monkeypatch.setattr(whatif_cards, "MOST_FIGURES", count - left)
        assert words in html.unescape(figures_table(answer, "it", is_changed=True))


# --- what stays unknown ---------------------------------------------------------------------------------------------


def test_a_scenario_makes_no_list_and_takes_none_away(service: Make, snapshot_with: With, point: Any) -> None:
    """Province Beta has no list; the only listed nursery of Alfa closes, and Alfa still has its list."""
    one = snapshot_with([service("only", "901001", capacity_authorised=5)])
    beta = row(ask_if(one, f"add:nursery:500@{point(15, 15)}"), LEP, "902001")
    assert (beta.before.value_high, beta.after.value_high, beta.after.numerator) == (None, None, 500)
    closed = row(ask_if(one, f"close:{LIST}:only"), LEP, "901001")
    assert (closed.after.value, closed.after.value_high, closed.after.status) == (0, 0, CoverageStatus.NOT_MET)


def test_a_large_new_service_does_not_widen_what_is_not_known_elsewhere(
    service: Make, snapshot_with: With, point: Any
) -> None:
    """The silent nursery of Due may have as many places as the largest of the register, 20, whatever is imagined."""
    rows = [service("silent", "901002"), service("large", "901001", capacity_authorised=20)]
    before = snapshot_with(rows)
    for words in (f"add:nursery:500@{point(2, 2)}", f"close:{LIST}:large"):
        due = row(ask_if(before, words), LEP, "901002")
        assert (due.after.numerator_low, due.after.numerator_high, due.is_changed) == (0, 20, False)


def test_enlarging_settles_places_and_not_what_is_part_time(service: Make, snapshot_with: With) -> None:
    before = snapshot_with([service("half", "901001", capacity_authorised=10, capacity_part_time=None)])
    uno = row(ask_if(before, f"enlarge:{LIST}:half=20"), LEP, "901001")
    assert (uno.before.numerator_low, uno.before.numerator_high) == (5, 10)
    assert (uno.after.numerator_low, uno.after.numerator_high) == (10, 20)


# --- demonstration and hypothesis -----------------------------------------------------------------------------------


def test_on_demonstration_data_a_scenario_is_a_demonstration(service: Make, snapshot_with: With, point: Any) -> None:
    before = snapshot_with([service("invented", "901001", "demo", capacity_authorised=5)])
    answer = ask_if(before, f"add:nursery:60@{point(2, 2)}")
    uno = row(answer, LEP, "901001")
    assert (uno.after.status, uno.is_demo, answer.has_demo) == (CoverageStatus.DEMONSTRATION, True, True)
    assert answer.sentence.words("it").endswith("non dicono nulla di questi luoghi.")
    gone = row(ask_if(before, "close:demo:invented"), LEP, "901001")
    assert gone.after.status is CoverageStatus.DEMONSTRATION


def test_invented_places_within_reach_alone_make_the_answer_a_demonstration(
    service: Make, snapshot_with: With, point: Any
) -> None:
    """Around Uno every figure is of the list; Due, which reaches the new places, reaches invented ones of Sei too."""
    lon, lat = (float(part) for part in point(20.5, 10.1).split(","))
    held = snapshot_with(
        [
            service("alfa", "901002", capacity_authorised=20),
            service("beta", "902005", capacity_authorised=20),
            service("invented", "902002", "demo", capacity_authorised=5) | {"lon": lon, "lat": lat},
        ]
    )
    query = WhatifQuery(as_of_on=ON, scenarios=(read_scenario(f"add:nursery:60@{point(9.5, 5)}"),))
    assert not whatif(held, query).has_demo
    answer = whatif(held, query, Estimate())
    assert {one.unit_name: one.is_demo for one in answer.access or ()} == {"Uno": False, "Due": True}
    assert answer.has_demo
    assert answer.sentence.words("it").endswith("altri posti ce ne sono di dimostrative: usano schede inventate.")
    assert "In parte" not in answer.sentence.words("it")


def test_the_sentence_says_of_what_changes_whether_it_is_invented(
    service: Make, snapshot_with: With, point: Any
) -> None:
    """Care homes are of a list, the nurseries beside them invented: adding a home changes real figures alone."""
    held = snapshot_with(
        [
            service("home", "901001", kind="care_home", capacity_authorised=40),
            service("invented", "901001", "demo", capacity_authorised=5),
        ]
    )
    home, nursery = f"add:care_home:80@{point(2, 2)}", f"add:nursery:60@{point(2, 2)}"
    ends = {
        "real": "cifre su",
        "partly": "In parte sono cifre dimostrative",
        "all": "non dicono nulla di questi luoghi",
    }
    found = {}
    for scenario in (home, f"{home};{nursery}", nursery):
        answer = ask_if(held, scenario)
        assert answer.has_demo
        told = {one.is_demo for one in answer.rows if one.is_changed}
        words = answer.sentence.words("it")
        found[tuple(sorted(told))] = [name for name, end in ends.items() if end in words]
    assert found == {(False,): ["real"], (False, True): ["real", "partly"], (True,): ["real", "all"]}


def test_the_table_labels_an_invented_figure_before_and_after(service: Make, snapshot_with: With, point: Any) -> None:
    held = snapshot_with([service("invented", "901001", "demo", capacity_authorised=5)])
    answer = ask_if(held, f"add:nursery:60@{point(2, 2)}")
    uno = row(answer, LEP, "901001")
    html = figures_table(replace(answer, rows=(uno,)), "it", is_changed=True)
    assert [cell.count("wm-demo") for cell in html.split("<td>")[1:]] == [0, 1, 1]


def test_the_register_keeps_no_trace_of_a_hypothesis(snapshot: Snapshot, point: Any) -> None:
    services, municipalities = snapshot.table("services").copy(), snapshot.territory.municipalities.copy()
    words = f"add:nursery:6@{point(2, 2)};close:{LIST}:mid;population:50:all@901"
    scenario = read_scenario(words)
    imagined = changed(snapshot, read_changes(snapshot, scenario, ON), ON)
    assert services.equals(snapshot.table("services"))
    assert municipalities.equals(snapshot.territory.municipalities)
    assert imagined.version != snapshot.version
    new = imagined.table("services").set_index("service_id").loc["hypothesis:1"]
    assert (new["name"], new["source_id"]) == ("Ipotesi – Asilo nido", "hypothesis")


# --- other changes --------------------------------------------------------------------------------------------------


def test_other_hours_open_a_service_to_a_shift(snapshot: Snapshot) -> None:
    due = row(ask_if(snapshot, f"hours:{LIST}:mid=Mo-Fr 05:30-19:00"), "services_open_at_shift_hours_count", "901002")
    assert (due.before.value, due.after.value, due.difference) == (0, 1, 1)


def test_opening_a_company_nursery_changes_no_figure_and_says_why(snapshot: Snapshot) -> None:
    answer = ask_if(snapshot, f"open:{LIST}:firm")
    ((note,),) = (scenario.changes for scenario in answer.scenarios)
    assert not any(one.is_changed for one in answer.rows)
    assert note.remark is not None
    assert "contano i posti aziendali anche quando sono riservati" in note.remark.words("it")


def test_residents_change_in_the_place_and_the_ages_named(snapshot: Snapshot) -> None:
    """Uno has 30 residents aged 0–2 (27.5 aged 3–36 months) and 170 in all; the district has 27 times as many."""
    answer = ask_if(snapshot, "population:100:0-2@901001")
    uno, valle = row(answer, LEP, "901001"), row(answer, LEP, "valle")
    assert (uno.before.denominator, uno.after.denominator) == (27.5, 55)
    assert valle.after.denominator == 28 * 27.5
    assert row(answer, OF_CHILDREN, "901001").after.denominator == 60
    assert row(answer, "adherent_firms_per_1000_residents", "901001").after.denominator == 200
    assert not row(answer, "care_home_places_per_1000_aged_65", "901001").is_changed


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(-100, 200), st.sampled_from(["0-2", "15-64", "65+", "75+", "all"])), max_size=4))
def test_ages_add_up_to_residents_whatever_changes(toy_snapshot: Snapshot, shares: Sequence[tuple[int, str]]) -> None:
    scenario = Scenario(read_scenario(";".join(f"population:{pct}:{ages}@901" for pct, ages in shares)).changes)
    table = changed(toy_snapshot, read_changes(toy_snapshot, scenario, ON), ON).territory.municipalities
    bands = ("residents_0_2", "residents_3_5", "residents_6_14", "residents_15_64", "residents_65_plus")
    assert table[list(bands)].sum(axis=1).to_numpy() == pytest.approx(table["residents"].to_numpy(float))
    assert (table["residents_75_plus"] <= table["residents_65_plus"] + 1e-9).all()
    others = table["province_code"] != "901"
    assert table[others].equals(toy_snapshot.territory.municipalities[others].astype(table.dtypes))


# --- access ---------------------------------------------------------------------------------------------------------


def gained(snapshot: Snapshot, words: str) -> dict[str, float]:
    """Return the places that residents of each municipality gain, where all are reached."""
    query = WhatifQuery(as_of_on=ON, scenarios=(read_scenario(words),))
    found = whatif(snapshot, query, Estimate()).access or ()
    return {row.unit_name: (row.difference or 0) * (row.residents or 0) / 100 for row in found}


def test_the_places_of_a_new_nursery_are_shared_among_all_who_reach_it(snapshot: Snapshot, point: Any) -> None:
    """Spatial availability adds up to the places offered: 60 more are 60 more, across the borders of Uno."""
    found = gained(snapshot, f"add:nursery:60@{point(9, 5)}")
    assert sum(found.values()) == pytest.approx(60)
    assert found["Due"] > 0


def test_who_reaches_other_places_is_what_the_question_of_access_says(snapshot: Snapshot, point: Any) -> None:
    """Asked of the register, and of the snapshot on which a scenario holds: nurseries, all kinds for the same ages."""
    scenario = read_scenario(f"add:nursery:60@{point(9, 5)};close:{LIST}:mid")
    then = changed(snapshot, read_changes(snapshot, scenario, ON), ON)
    kinds = tuple(kind for kind, residents in RESIDENTS_OF.items() if residents == "residents_0_2")
    asked = AccessQuery(as_of_on=ON, kinds=kinds)
    before, after = ({row.unit_code: row for row in access(one, asked, Estimate()).rows} for one in (snapshot, then))
    found = whatif(snapshot, WhatifQuery(as_of_on=ON, scenarios=(scenario,)), Estimate()).access or ()
    ends = ("value", "value_low", "value_high")
    differing = {
        code for code, row in before.items() if any(getattr(row, end) != getattr(after[code], end) for end in ends)
    }
    assert {one.unit_code for one in found} == differing
    assert differing
    for one in found:
        was, became = before[one.unit_code], after[one.unit_code]
        assert (one.before, one.before_low, one.before_high) == tuple(getattr(was, end) for end in ends)
        assert (one.after, one.after_low, one.after_high) == tuple(getattr(became, end) for end in ends)
        assert (one.residents, one.is_demo) == (became.residents, was.is_demo or became.is_demo)


def test_no_trip_longer_than_the_radius_of_access_is_searched(snapshot: Snapshot, point: Any) -> None:
    """Of other radii nothing is said, and half as far again are more than twice as many trips."""
    searched: list[float] = []

    class Noting(Estimate):
        def reach_m(self, travel_min: float, mode: TravelMode) -> float:
            searched.append(travel_min)
            return super().reach_m(travel_min, mode)

    query = WhatifQuery(as_of_on=ON, scenarios=(read_scenario(f"add:nursery:60@{point(9, 5)}"),))
    assert whatif(snapshot, query, Noting()).access
    assert set(searched) == {AccessQuery(as_of_on=ON, kinds=()).limit_min}


def test_a_record_without_a_municipality_is_in_the_most_of_access_before_and_after(
    service: Make, snapshot_with: With, point: Any, toy_country: Territory
) -> None:
    lost = service("lost", "901001", capacity_authorised=30) | {"municipality_code": None, "position_quality": "none"}
    listed = [service("small", "901001", capacity_authorised=5), service("beta", "902005", capacity_authorised=5)]
    query = WhatifQuery(as_of_on=ON, scenarios=(read_scenario(f"add:nursery:60@{point(9, 5)}"),))
    found, without = (
        whatif(replace(snapshot_with(rows), territory=toy_country), query, Estimate()).access or ()
        for rows in ([*listed, lost], listed)
    )
    assert found
    for one, other in zip(found, without, strict=True):
        more = 30 / (one.residents or 0) * 100
        assert one.before_high == pytest.approx((other.before_high or 0) + more)
        assert one.after_high == pytest.approx((other.after_high or 0) + more)


def test_a_company_nursery_that_opens_is_seen_in_access(snapshot: Snapshot) -> None:
    assert sum(gained(snapshot, f"open:{LIST}:firm").values()) == pytest.approx(40)


def test_hours_change_nothing_of_access_and_without_an_engine_it_is_not_asked(snapshot: Snapshot) -> None:
    words = f"hours:{LIST}:mid=Mo-Fr 05:30-19:00"
    assert gained(snapshot, words) == {}
    assert ask_if(snapshot, words).access is None


# --- words, errors, link --------------------------------------------------------------------------------------------


def test_the_sentence_says_what_is_imagined_and_what_it_does(snapshot: Snapshot, point: Any) -> None:
    answer = ask_if(snapshot, f"add:nursery:11@{point(2, 2)}")
    assert answer.sentence.words("it") == (
        "Ipotesi: nuovo servizio a Uno: Asilo nido, 11 posti. Nido, nel senso della legge (LEP): Uno da 18,18 a 58,18, "
        "Valle (Vallata) (Ambito) da 8,75 a 10,24, Alfa (Provincia) da 9,09 a 13,09 (posti ogni 100 residenti da 3 a "
        "36 mesi). In tutto cambiano 9 cifre su 78."
    )
    nothing = ask_if(snapshot, f"open:{LIST}:firm").sentence.words("en")
    assert nothing.endswith("No figure of coverage changes.")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        pytest.param("close:nobody", "no_service_to_change", id="no such service"),
        pytest.param("close:toy:nursery-gone", "no_service_to_change", id="a service that is no longer listed"),
        pytest.param("add:nursery:6@9.0,91", "bad_coordinates", id="a point that is none"),
        pytest.param("add:nursery:6@45.594,8.918", "swapped_coordinates", id="latitude first"),
        pytest.param("population:5:0-2@999999", "unknown_territory", id="no such place"),
        pytest.param("hours:toy:nursery-1km=when we like", "unreadable_hours", id="hours in other words"),
        pytest.param("", "empty_scenario", id="nothing imagined"),
    ],
)
def test_what_is_not_there_is_told(toy_snapshot: Snapshot, words: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        ask_if(toy_snapshot, words)
    assert caught.value.key == f"error.{key}"


def test_a_service_that_is_open_already_cannot_be_opened(service: Make, snapshot_with: With) -> None:
    with pytest.raises(InputError, match="open_already"):
        ask_if(snapshot_with([service("all", "901001", is_open_to_others="true")]), f"open:{LIST}:all")


def test_the_link_restores_the_scenarios(snapshot: Snapshot, point: Any) -> None:
    query = WhatifQuery(
        as_of_on=ON,
        scenarios=(
            read_scenario(f"add:nursery:6@{point(2, 2)};hours:{LIST}:mid=Mo-Fr 06:00-18:00%3B Sa 08:00-12:00"),
            read_scenario("population:5:65+@valle"),
        ),
        places=PlacesBasis.ACCREDITED,
        part_time_share=0.7,
        shift="late",
        with_demo=False,
    )
    address = urlsplit(linked(whatif(snapshot, query), query).link)
    assert address.path == "/copertura"
    assert read_whatif(dict(parse_qsl(address.query)), ON) == query


def test_junk_in_an_address_is_no_scenario() -> None:
    params = {"scenario": "make me happy", "scenario_2": "close:a", "scenario_3": "close:a;close:a"}
    assert [scenario.text for scenario in read_whatif(params, ON).scenarios] == ["close:a"]
