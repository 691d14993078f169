"""
What stands in a draft plan. Firms on the toy agreements of ``conftest.py``, in kilometres::

    alfa    (5, 5)    Uno      20 employees   in alleanza   needs 3 nursery places (public), 2 (adherents), 1 (counts)
    beta    (7, 5)    Uno      30 employees   in alleanza   needs nursery places, does not say how many
    gamma   (25, 5)   Tre      –              in nothing    offers a training room for 12; position by municipality
    vaga    –         –        10 employees   adhesion to alleanza that no document tells
"""

import copy
import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import EXCHANGE_KINDS, ConsortiumParameter, PlanPhase
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from welfare_map.model import (
    MAX_PLAN_FIRM_COUNT,
    OWN_FIRM,
    PUBLIC,
    Exchange,
    Firm,
    PlanAnswer,
    PlanQuery,
    Viewer,
)
from welfare_map.questions.firms_seen import viewer_of
from welfare_map.questions.plan import plan
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 10)
Rows = Sequence[Mapping[str, Any]]
Make = Callable[..., Any]
ALL = ("alfa", "beta", "gamma", "vaga")
ME = Firm(
    organisation_id=OWN_FIRM,
    organisation_name="Officina mia",
    organisation_kind="company",
    employee_count=14,
    municipality_code="901001",
    municipality_name="Uno",
    position_quality="exact",
    exchanges=(
        Exchange(
            need_offer_id="own-1",
            organisation_id=OWN_FIRM,
            direction="need",
            exchange_kind="day_camp",
            quantity=2,
            unit="places",
        ),
    ),
)


@pytest.fixture(scope="session")
def plan_tables(agreement_tables: Mapping[str, Rows], make_row: Make, at_km: Make) -> Mapping[str, Rows]:
    """Rows of the table at the head of this file, beside the toy agreements."""

    def firm(name: str, at: tuple[float, float] | None, **cells: Any) -> dict[str, Any]:
        lon, lat = at_km(*at) if at else (None, None)
        quality = "exact" if at else "none"
        defaults = {"organisation_kind": "company", "lon": lon, "lat": lat, "position_quality": quality}
        return make_row(name, **{"organisation_id": name, "organisation_name": name.title(), **defaults, **cells})

    def exchange(key: str, who: str, direction: str, kind: str, **cells: Any) -> dict[str, Any]:
        return make_row(
            key,
            **{
                "need_offer_id": key,
                "organisation_id": who,
                "direction": direction,
                "exchange_kind": kind,
                "visibility": "public",
                **cells,
            },
        )

    def worker(who: str, answer: str, count: int, visibility: str = "public") -> dict[str, Any]:
        return make_row(
            f"{who}-{answer}",
            organisation_id=who,
            question="what_helps",
            answer=answer,
            worker_count=count,
            as_of_on="2026-06-01" if who == "alfa" else "2026-05-01",
            visibility=visibility,
        )

    adhesion = {"initiative_id": "alleanza", "role": "member"}
    documented = {**adhesion, "document_id": "patto"}
    return {
        **agreement_tables,
        "organisations": (
            *agreement_tables["organisations"],
            firm("alfa", (5, 5), municipality_code="901001", employee_count=20, size_class="small"),
            firm("beta", (7, 5), municipality_code="901001", employee_count=30, size_class="small"),
            firm("gamma", (25, 5), municipality_code="901003", position_quality="municipality"),
            firm("vaga", None, employee_count=10),
        ),
        "adhesions": (
            *agreement_tables["adhesions"],
            make_row("alfa-a", organisation_id="alfa", **documented, since_year=2024),
            make_row("beta-a", organisation_id="beta", **documented),
            make_row("vaga-a", organisation_id="vaga", **adhesion),
        ),
        "needs_offers": (
            exchange("n1", "alfa", "need", "nursery", quantity=3, unit="places", from_on="2027-09-01"),
            exchange("n2", "alfa", "need", "nursery", quantity=2, unit="places", visibility="adherents"),
            exchange("n3", "alfa", "need", "nursery", quantity=1, unit="places", visibility="counts"),
            exchange("n4", "beta", "need", "nursery", from_on="2027-01-10", hours="Mo-Fr 07:30-18:00"),
            exchange("o1", "gamma", "offer", "training_room", quantity=12, unit="people"),
        ),
        "worker_needs": (
            worker("alfa", "hours", 7),
            worker("beta", "hours", 6),
            worker("alfa", "shuttle", 5, "counts"),
        ),
    }


@pytest.fixture(scope="session")
def plans(make_snapshot: Make, plan_tables: Mapping[str, Rows]) -> Snapshot:
    """Return the snapshot of those rows; never written to."""
    snapshot: Snapshot = make_snapshot(plan_tables)
    return snapshot


@pytest.fixture
def ask(plans: Snapshot) -> Callable[..., PlanAnswer]:
    """Ask for a plan of alfa and beta in the frame of alleanza unless said otherwise."""

    def answer(*organisation_ids: str, snapshot: Snapshot = plans, **asked: Any) -> PlanAnswer:
        wanted = {"organisation_ids": organisation_ids or ("alfa", "beta"), "initiative_id": "alleanza", **asked}
        return plan(snapshot, PlanQuery(as_of_on=ON, **wanted), Estimate())

    return answer


def remarks(answer: PlanAnswer) -> dict[str, Mapping[str, Any]]:
    return {remark.key.removeprefix("plan.remark."): remark.values for remark in answer.remarks}


# --- firms, place, territory


def test_a_firm_has_the_adhesions_that_a_document_tells_and_no_other(ask: Make) -> None:
    answer = ask(*ALL)
    told = {firm.organisation_id: [one.initiative_id for one in firm.adhesions] for firm in answer.firms}

    assert told == {"alfa": ["alleanza"], "beta": ["alleanza"], "gamma": [], "vaga": []}
    assert [firm.is_adherent for firm in answer.firms] == [True, True, False, False]
    assert remarks(answer)["not_adherent"]["names"] == "Gamma, Vaga"


def test_an_invented_adhesion_is_told_of_an_invented_firm_alone(
    ask: Make, make_snapshot: Make, make_row: Make, plan_tables: Mapping[str, Rows]
) -> None:
    invented = make_row("x", "demo", organisation_id="gamma", initiative_id="demo-accordo", role="member")
    snapshot = make_snapshot({**plan_tables, "adhesions": (*plan_tables["adhesions"], invented)})
    gamma, oven = ask("gamma", "demo-forno", snapshot=snapshot, initiative_id="demo-accordo").firms

    assert (gamma.adhesions, gamma.is_adherent, oven.is_adherent) == ((), False, True)


def test_the_place_that_firms_share_is_that_of_the_firm_nearest_to_all(ask: Make, at_km: Make) -> None:
    point = ask("gamma", "alfa", "beta").point

    assert (point.organisation_id, point.municipality_name) == ("beta", "Uno")
    assert (point.lon, point.lat) == pytest.approx(at_km(7, 5))


def test_a_place_that_is_asked_for_is_kept_and_belongs_to_no_firm(ask: Make, at_km: Make) -> None:
    lon, lat = at_km(15, 5)
    answer = ask(lon=lon, lat=lat)

    assert (answer.point.organisation_id, answer.point.municipality_name) == (None, "Due")
    assert [place.municipality_name for place in answer.places] == ["Due", "Uno"]
    assert answer.places[0].organisation_names == ()


@pytest.mark.parametrize(
    ("firms", "at", "host"),
    [
        pytest.param(("beta", "gamma"), (7, 5), "Beta", id="of the plan"),
        pytest.param(("beta", "gamma"), (5, 5), "Alfa", id="another of the register"),
        pytest.param(("alfa", "beta"), (25, 5), None, id="known by its municipality alone"),
    ],
)
def test_a_place_that_is_asked_for_has_the_name_of_the_firm_whose_door_it_is(
    ask: Make, at_km: Make, firms: tuple[str, ...], at: tuple[float, float], host: str | None
) -> None:
    lon, lat = at_km(*at)
    point = ask(*firms, lon=lon, lat=lat).point

    assert (point.organisation_name, point.is_approximate) == (host, False)


def test_minutes_are_from_the_shared_place_and_unknown_where_a_firm_has_no_position(ask: Make) -> None:
    answer = ask("alfa", "vaga")

    assert [firm.travel_min for firm in answer.firms] == [2.0, None]
    assert remarks(answer)["unplaced"]["names"] == "Vaga"


def test_where_nobody_knows_where_the_firms_are_nothing_nearby_is_told(ask: Make) -> None:
    answer = ask("vaga", measures=("nursery",))

    assert (answer.point, answer.places, answer.rows[0].services) == (None, (), ())
    assert {"no_place", "not_adherent"} <= remarks(answer).keys()


def test_each_municipality_names_its_office_residents_and_firms_once(ask: Make) -> None:
    uno, tre = ask("alfa", "beta", "gamma").places

    assert (uno.municipality_name, uno.district_name, uno.organisation_names) == (
        "Uno",
        "Valle (Vallata)",
        ("Alfa", "Beta"),
    )
    assert (uno.residents, uno.residents_0_2, uno.district_is_verified) == (170, 30, True)
    assert uno.district_office.phone == "+390000000001"
    assert (tre.district_office, tre.district_is_verified) == (None, False)


def test_a_firm_is_where_its_site_nearest_to_the_shared_place_is(
    ask: Make, at_km: Make, make_snapshot: Make, make_row: Make, plan_tables: Mapping[str, Rows]
) -> None:
    lon, lat = at_km(25.2, 5)
    site = {"site_number": 2, "lon": lon, "lat": lat, "municipality_code": "901003", "position_quality": "exact"}
    sites = [*plan_tables.get("sites", ()), make_row("alfa-2", organisation_id="alfa", **site)]
    answer = ask("alfa", "beta", lon=lon, lat=lat, snapshot=make_snapshot({**plan_tables, "sites": sites}))

    assert answer.firms[0].municipality_name == "Tre"
    assert {place.municipality_name: place.organisation_names for place in answer.places} == {
        "Tre": ("Alfa",),
        "Uno": ("Beta",),
    }


def test_what_lies_outside_the_agreement_is_said(ask: Make) -> None:
    answer = ask("alfa", "gamma")

    assert [place.is_covered for place in answer.places] == [True, False]
    assert remarks(answer)["outside"]["names"] == "Tre"


def test_an_agreement_known_to_have_ended_is_said_to_have(ask: Make) -> None:
    assert remarks(ask(initiative_id="bando"))["ended_in"]["year"] == "2018"
    assert "ended_in" not in remarks(ask())


# --- needs, offers, workers: what the viewer sees


@pytest.mark.parametrize(
    ("viewer", "places", "is_restricted"),
    [
        pytest.param(PUBLIC, 3, False, id="everybody"),
        pytest.param(Viewer(organisation_ids=("beta",), initiative_ids=("alleanza",)), 5, True, id="an adherent"),
        pytest.param(Viewer(organisation_ids=("alfa",), initiative_ids=("alleanza",)), 6, True, id="the firm itself"),
    ],
)
def test_needs_are_the_sum_of_what_the_viewer_sees(
    ask: Make, viewer: Viewer, places: float, *, is_restricted: bool
) -> None:
    answer = ask(viewer=viewer)
    (need,) = answer.needs

    assert (need.exchange_kind, need.quantity, need.is_at_least) == ("nursery", places, True)
    assert need.organisation_names == ("Alfa", "Beta")
    assert (need.from_on, need.hours) == ("2027-01-10", ("Mo-Fr 07:30-18:00",))
    assert (need.is_restricted, "restricted" in remarks(answer)) == (is_restricted, is_restricted)


def test_what_a_firm_said_stands_beside_its_own_name(ask: Make) -> None:
    (need,) = ask().needs

    assert [(one.organisation_name, one.quantity, one.from_on, one.hours) for one in need.said] == [
        ("Alfa", 3, "2027-09-01", None),
        ("Beta", None, "2027-01-10", "Mo-Fr 07:30-18:00"),
    ]


def test_hours_about_different_themes_are_never_added_up(
    ask: Make, make_snapshot: Make, make_row: Make, plan_tables: Mapping[str, Rows]
) -> None:
    told = [
        make_row(
            key,
            need_offer_id=key,
            organisation_id=who,
            direction="need",
            exchange_kind="know_how",
            theme=theme,
            quantity=hours,
            unit="hours",
            visibility="public",
        )
        for key, who, theme, hours in (
            ("k1", "alfa", "smart_working", 40),
            ("k2", "beta", "smart_working", 1),
            ("k3", "beta", "culture", 1),
        )
    ]
    snapshot = make_snapshot({**plan_tables, "needs_offers": told})
    needs = ask(snapshot=snapshot).needs

    assert [(one.theme, one.quantity) for one in needs] == [("culture", 1), ("smart_working", 41)]


def test_a_need_without_any_quantity_has_none(ask: Make) -> None:
    (need,) = ask("beta").needs

    assert (need.quantity, need.is_at_least, need.unit) == (None, False, "places")


def test_counts_of_workers_are_sums_of_published_cells_and_at_least_so_many(ask: Make, plans: Snapshot) -> None:
    (hours,) = ask().workers
    assert (hours.answer, hours.worker_count, hours.firm_count, hours.is_at_least) == ("hours", 13, 2, True)
    assert hours.as_of_on == "2026-05-01"

    with_silent = ask(*ALL).workers
    assert [(cell.worker_count, cell.is_at_least) for cell in with_silent] == [(13, True)]

    own = ask(viewer=viewer_of(plans, ["alfa"])).workers
    assert [(cell.answer, cell.worker_count, cell.is_restricted) for cell in own] == [
        ("hours", 13, False),
        ("shuttle", 5, True),
    ]


def test_everybody_sees_the_same_whatever_is_declared_for_others(
    ask: Make, make_snapshot: Make, plan_tables: Mapping[str, Rows]
) -> None:
    is_public = {
        name: [row for row in plan_tables[name] if row["visibility"] == "public"]
        for name in ("needs_offers", "worker_needs")
    }
    without = make_snapshot({**plan_tables, **is_public})

    assert ask(*ALL, snapshot=without) == ask(*ALL)


# --- measures


def test_without_a_choice_the_measures_are_the_declared_needs(ask: Make) -> None:
    assert [row.exchange_kind for row in ask(*ALL).rows] == ["nursery"]
    assert "no_measure" in remarks(ask("gamma"))


def test_measures_that_are_chosen_keep_their_order_and_what_is_offered_stands_with_them(ask: Make) -> None:
    room, camp = ask(*ALL, measures=("training_room", "day_camp")).rows

    assert (room.exchange_kind, room.needs, room.services) == ("training_room", (), ())
    assert [(one.quantity, one.organisation_names) for one in room.offers] == [(12, ("Gamma",))]
    assert (camp.min_age_months, camp.found_count) == (36, 0)


def test_known_free_places_come_before_nearer_services_and_closed_ones_are_left_out(
    ask: Make, at_km: Make, make_snapshot: Make, make_service: Make, plan_tables: Mapping[str, Rows], make_row: Make
) -> None:
    full = make_row(
        "full",
        service_id="toy:full",
        band="infants_3_12_months",
        free_count=0,
        as_of_on="2026-09-01",
        expires_on="2026-12-31",
        author_role="provider",
    )
    services = (*plan_tables["services"], make_service("full", (5, 5)), make_service("silent", (5.5, 5)))
    snapshot = make_snapshot(
        {**plan_tables, "services": services, "availability": (*plan_tables["availability"], full)}
    )
    lon, lat = at_km(5, 5)
    (row,) = ask(lon=lon, lat=lat, limit_min=30, snapshot=snapshot).rows

    assert [one.service_id for one in row.services] == [
        "toy:nursery-1km",
        "toy:silent",
        "toy:nursery-10km",
        "toy:micro-area",
        "toy:full",
    ]
    assert (row.found_count, row.with_free_count) == (5, 1)


def test_more_services_than_the_plan_lists_are_counted(ask: Make) -> None:
    (row,) = ask(max_service_count=1, limit_min=30).rows

    assert (len(row.services), row.found_count) == (1, 3)


def test_practices_of_the_agreement_come_first(ask: Make) -> None:
    assert [row.practice_id for row in ask().practices] == ["orari", "cultura", "rete"]
    assert [row.practice_id for row in ask(max_practice_count=2).practices] == ["orari", "cultura"]
    assert [row.practice_id for row in ask(initiative_id="bando").practices] == ["avvio", "orari", "cultura", "rete"]


# --- who pays


def test_a_cost_is_split_by_employees_and_the_parts_add_up(ask: Make) -> None:
    (row,) = ask(costs_eur_per_year=(("nursery", 50_000),)).rows

    assert (row.cost.basis, row.cost.cost_eur_per_year) == ("given", 50_000)
    assert [share.headcount_eur_per_year for share in row.cost.shares] == [20_000, 30_000]
    assert [share.headcount_share for share in row.cost.shares] == [0.4, 0.6]


def test_without_a_cost_there_are_shares_and_no_euros(ask: Make) -> None:
    (row,) = ask().rows

    assert (row.cost.basis, row.cost.cost_eur_per_year) == ("none", None)
    assert [share.headcount_eur_per_year for share in row.cost.shares] == [None, None]


def test_shares_by_employees_need_no_measure(ask: Make) -> None:
    answer = ask("vaga", "demo-forno")
    alone = ask("vaga")

    assert (answer.rows, [firm.headcount_share for firm in alone.firms]) == ((), [1.0])
    assert [firm.headcount_share for firm in ask().firms] == [0.4, 0.6]


def test_where_one_firm_does_not_say_how_many_work_there_nobody_has_a_share(ask: Make) -> None:
    answer = ask("alfa", "gamma", costs_eur_per_year=(("nursery", 1000),))

    assert {share.headcount_share for share in answer.rows[0].cost.shares} == {None}
    assert remarks(answer)["no_employees"]["names"] == "Gamma"


# --- what follows


def test_those_sign_whom_a_document_names_and_a_party_without_a_name_is_blank(ask: Make) -> None:
    signed = [(one.party, one.organisation_name, one.role) for one in ask().signatures]

    assert signed == [
        ("firm", "Alfa", None),
        ("firm", "Beta", None),
        ("union", "C.G.I.L. Valle", "lead"),
        ("employers", None, None),
    ]
    assert [(one.party, one.organisation_name) for one in ask(initiative_id=None).signatures][2:] == [
        ("union", None),
        ("employers", None),
    ]


def test_a_member_that_no_document_names_does_not_sign(
    ask: Make, make_snapshot: Make, plan_tables: Mapping[str, Rows]
) -> None:
    rumours = [
        {**row, "document_id": None} if row["organisation_id"] == "unione" else row for row in plan_tables["adhesions"]
    ]
    signed = ask(snapshot=make_snapshot({**plan_tables, "adhesions": rumours})).signatures

    assert [one.organisation_name for one in signed if one.party == "union"] == [None]


def test_indicators_have_a_baseline_only_where_it_is_known(ask: Make) -> None:
    known = {(one.code, one.measure): (one.baseline, one.is_at_least) for one in ask("alfa", "gamma").indicators}

    assert known["firms", None] == (0, False)
    assert known["employees", None] == (20, True)
    assert known["absence", None] == (None, False)
    assert known["users", "nursery"] == (None, False)


@pytest.mark.parametrize(
    ("phase", "signed"),
    [(PlanPhase.DRAFT, 0), (PlanPhase.SENT_TO_UNIONS, 0), (PlanPhase.SIGNED, 2), (PlanPhase.MEASURED, 2)],
)
def test_no_firm_has_signed_before_the_plan_is_signed(ask: Make, phase: PlanPhase, signed: int) -> None:
    indicators = {one.code: one.baseline for one in ask(reached_on=((phase, "2026-09-01"),)).indicators}
    assert indicators["firms"] == signed


def test_phases_that_a_plan_has_come_to_have_their_day(ask: Make) -> None:
    assert ask(reached_on=((PlanPhase.DRAFT, "2026-09-01"),)).reached_on == {"draft": "2026-09-01"}


# --- one firm, and one in no register


def test_one_firm_alone_has_a_plan(ask: Make) -> None:
    answer = ask("alfa", initiative_id=None)

    assert answer.sentence.words("it") == "Bozza di piano per Alfa: una misura."
    assert (len(answer.firms), answer.firms[0].is_adherent, answer.initiative) == (1, None, None)
    assert [share.headcount_share for share in answer.rows[0].cost.shares] == [1.0]


def test_a_firm_in_no_register_takes_part_and_is_not_repeated_in_the_parameters(ask: Make, at_km: Make) -> None:
    lon, lat = at_km(6, 5)
    answer = ask("beta", me=dataclasses.replace(ME, lon=lon, lat=lat))

    assert [firm.organisation_name for firm in answer.firms] == ["Officina mia", "Beta"]
    assert (answer.firms[0].is_own, answer.firms[0].adhesions) == (True, ())
    assert [row.exchange_kind for row in answer.rows] == ["nursery", "day_camp"]
    assert "Officina" not in repr(answer.parameters)
    assert answer.parameters["has_own_firm"]


def test_a_firm_of_the_register_given_as_ones_own_is_read_from_the_register_and_counts_once(ask: Make) -> None:
    answer = ask("alfa", "beta", me=Firm(organisation_id="alfa", organisation_name="x", organisation_kind="company"))

    assert [firm.organisation_name for firm in answer.firms] == ["Alfa", "Beta"]
    assert not answer.parameters["has_own_firm"]


# --- demonstration, faults


def test_a_demonstration_firm_marks_the_whole_plan(ask: Make) -> None:
    assert ask("alfa", "demo-forno").has_demo
    assert ask(initiative_id="demo-accordo").has_demo
    assert not ask(measures=("training_room",)).has_demo


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param({"organisation_ids": ()}, "error.plan_without_firms", id="no firm"),
        pytest.param({"organisation_ids": ("alfa", "nobody")}, "error.unknown_organisation", id="unknown firm"),
        pytest.param({"initiative_id": "nothing"}, "error.unknown_initiative", id="unknown agreement"),
        pytest.param({"measures": ("nursery", "castle")}, "error.unknown_choice", id="unknown measure"),
        pytest.param({"measures": EXCHANGE_KINDS[:13]}, "error.plan_too_many_measures", id="too many measures"),
        pytest.param({"costs_eur_per_year": (("castle", 1),)}, "error.unknown_choice", id="cost of nothing"),
        pytest.param({"costs_eur_per_year": (("nursery", -1),)}, "error.bad_amount", id="cost below zero"),
        pytest.param({"costs_eur_per_year": (("nursery", math.nan),)}, "error.bad_amount", id="cost that is no number"),
        pytest.param({"limit_min": 0}, "error.bad_minutes", id="no minutes"),
        pytest.param({"lon": 9.0}, "error.half_a_point", id="half a point"),
        pytest.param({"lon": 12.5, "lat": 41.9}, "error.point_outside_italy", id="a point elsewhere"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(plans: Snapshot, asked: dict[str, Any], key: str) -> None:
    wanted = {"organisation_ids": ("alfa",), **asked}
    with pytest.raises(InputError) as refused:
        plan(plans, PlanQuery(as_of_on=ON, **wanted), Estimate())
    assert refused.value.key == key


def test_more_firms_than_a_plan_holds_are_refused(make_snapshot: Make, plan_tables: Mapping[str, Rows]) -> None:
    alfa = next(row for row in plan_tables["organisations"] if row["organisation_id"] == "alfa")
    names = [f"f{number}" for number in range(MAX_PLAN_FIRM_COUNT + 1)]
    many = make_snapshot({"organisations": [{**alfa, "organisation_id": name} for name in names]})

    assert (
        len(plan(many, PlanQuery(as_of_on=ON, organisation_ids=tuple(names[:-1])), Estimate()).firms) == len(names) - 1
    )
    with pytest.raises(InputError, match="plan_too_many_firms"):
        plan(many, PlanQuery(as_of_on=ON, organisation_ids=tuple(names)), Estimate())


# --- properties


@settings(max_examples=25, derandomize=True)
@given(
    firms=st.lists(st.sampled_from(ALL), min_size=1, unique=True),
    measures=st.lists(st.sampled_from(EXCHANGE_KINDS), max_size=4, unique=True),
    initiative=st.sampled_from((None, "alleanza", "bando", "demo-accordo")),
    cost=st.one_of(st.none(), st.floats(0, 1e6)),
)
def test_a_plan_holds_each_firm_once_and_its_costs_add_up(
    plans: Snapshot, firms: list[str], measures: list[str], initiative: str | None, cost: float | None
) -> None:
    asked = PlanQuery(
        as_of_on=ON,
        organisation_ids=tuple(firms),
        measures=tuple(measures),
        initiative_id=initiative,
        costs_eur_per_year=((measures[0], cost),) if measures and cost is not None else (),
    )
    before = copy.deepcopy(asked)
    answer = plan(plans, asked, Estimate())

    assert [firm.organisation_id for firm in answer.firms] == firms
    assert [one.organisation_id for one in answer.signatures if one.party == "firm"] == firms
    for row in answer.rows:
        assert [share.organisation_id for share in row.cost.shares] == firms
        known = [share.headcount_eur_per_year for share in row.cost.shares if share.headcount_eur_per_year is not None]
        if known:
            assert sum(known) == pytest.approx(row.cost.cost_eur_per_year)
    assert asked == before
    assert answer == plan(plans, asked, Estimate())


# --- a shared service


@pytest.fixture
def shared(make_snapshot: Make, plan_tables: Mapping[str, Rows]) -> Callable[..., Snapshot]:
    """Make the snapshot with beta needing two places, a threshold, and 1,000 euros a place unless nobody says it."""

    def snapshot(threshold: float, place_eur: float | None = 1000) -> Snapshot:
        said = {"threshold_count": threshold, "place_cost_eur": place_eur}
        rows = [
            {"exchange_kind": "nursery", "parameter": name, "value": value, "source_it": "Prova", "source_en": "Toy"}
            for name, value in said.items()
        ]
        needs = [
            {**row, "quantity": 2, "unit": "places"} if row["need_offer_id"] == "n4" else row
            for row in plan_tables["needs_offers"]
        ]
        made: Snapshot = make_snapshot({**plan_tables, "needs_offers": needs, "consortium_parameters": rows})
        return made

    return snapshot


def test_firms_that_reach_a_threshold_together_pay_two_ways_side_by_side(ask: Make, shared: Make) -> None:
    (row,) = ask(snapshot=shared(5)).rows

    assert (row.cost.basis, row.cost.places, row.cost.cost_eur_per_year) == ("consortium", 5, 5000)
    assert [share.headcount_eur_per_year for share in row.cost.shares] == [2000, 3000]
    assert [share.shapley_eur_per_year for share in row.cost.shares] == [3000, 2000]
    assert {one.assumption for one in row.cost.assumptions if one.value is not None} == {
        "threshold_count",
        "place_cost_eur",
    }


@pytest.mark.parametrize(
    ("threshold", "place_eur"),
    [pytest.param(6, 1000, id="too few places"), pytest.param(5, None, id="nobody says the cost")],
)
def test_without_a_group_or_a_cost_there_are_no_euros(
    ask: Make, shared: Make, threshold: float, place_eur: float | None
) -> None:
    (row,) = ask(snapshot=shared(threshold, place_eur)).rows

    assert (row.cost.basis, row.cost.cost_eur_per_year, row.cost.assumptions) == ("none", None, ())
    assert row.cost.group is not None
    assert [share.headcount_share for share in row.cost.shares] == [0.4, 0.6]


def test_a_measure_counts_what_its_places_are_made_of_and_says_which_are_estimates(
    ask: Make, shared: Make, make_snapshot: Make, plan_tables: Mapping[str, Rows]
) -> None:
    (declared,) = ask(snapshot=shared(5)).rows
    assert [(one.organisation_name, one.need_count, one.need_basis) for one in declared.cost.needs] == [
        ("Alfa", 3, "declared"),
        ("Beta", 2, "declared"),
    ]
    said = {"threshold_count": 5, "place_cost_eur": 1000, "use_share": 0.1}
    rows = [
        {"exchange_kind": "nursery", "parameter": name, "value": value, "source_it": "Prova", "source_en": "Toy"}
        for name, value in said.items()
    ]
    (mixed,) = ask(snapshot=make_snapshot({**plan_tables, "consortium_parameters": rows})).rows
    assert [(one.need_count, one.need_basis) for one in mixed.cost.needs] == [(3, "declared"), (3, "estimated")]
    assert (mixed.cost.places, mixed.cost.cost_eur_per_year) == (6, 6000)


def test_what_was_written_in_place_of_the_table_counts_in_the_plan_too(ask: Make, shared: Make) -> None:
    written = (("nursery", ConsortiumParameter.THRESHOLD, 5.0), ("nursery", ConsortiumParameter.PLACE_COST, 10.0))
    answer = ask(snapshot=shared(6), assumptions=(*written, ("shuttle", ConsortiumParameter.THRESHOLD, 99.0)))

    assert (answer.rows[0].cost.cost_eur_per_year, answer.rows[0].cost.places) == (50, 5)
    assert answer.parameters["assumptions"]["nursery"] == {"threshold_count": 5.0, "place_cost_eur": 10.0}


def test_whether_firms_reach_the_threshold_is_said_as_a_document_says_it(ask: Make, shared: Make) -> None:
    reached, short, unknown = (ask(snapshot=shared(limit)).rows[0].cost.group for limit in (5, 6, None))

    assert reached.words("it") == "Insieme arrivano a 5 posti: si parte da 5."
    assert short.words("it") == "Insieme contano 5 posti, dichiarati o stimati: si parte da 6."
    assert "Nessun documento dice da quanti si parte" in unknown.words("it")


def test_a_cost_that_is_given_comes_before_the_computed_one(ask: Make, shared: Make) -> None:
    (row,) = ask(snapshot=shared(5), costs_eur_per_year=(("nursery", 70),)).rows

    assert (row.cost.basis, row.cost.cost_eur_per_year, row.cost.shares[0].shapley_eur_per_year) == ("given", 70, None)


def test_the_need_of_a_shared_service_is_that_which_the_viewer_sees(ask: Make, shared: Make) -> None:
    (row,) = ask(snapshot=shared(5), viewer=Viewer(organisation_ids=("alfa",), initiative_ids=("alleanza",))).rows

    assert row.cost.places == 8


def test_one_firm_alone_is_no_group(ask: Make, shared: Make) -> None:
    (row,) = ask("alfa", snapshot=shared(1)).rows

    assert (row.cost.basis, row.cost.group) == ("none", None)
