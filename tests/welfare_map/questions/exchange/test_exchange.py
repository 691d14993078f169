"""
Firms on the toy territory that tell and ask, kilometres from its south-west corner; the start is (5, 5), in Uno::

    f1 … f6    (5, 5) to (10, 5), one kilometre apart; f1 tells of smart working, the others ask, f6 in sight of fellows
    far        (25, 25) tells of bargaining
    quiet      (6, 5) offers nursery places and nothing to tell
    d1 … d6    (5, 6) to (10, 6), invented, as f1 … f6
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geodata.codes import PracticeTheme
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from welfare_map.model import OWN_FIRM, Exchange, ExchangeAnswer, ExchangeQuery, Firm, FirmSite, Viewer
from welfare_map.questions.exchange import exchange
from welfare_map.questions.firms_seen import firm_seen
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 10)
SIZES = ("micro", "small", "medium")
REAL = [f"f{number}" for number in range(1, 7)]
INVENTED = [f"d{number}" for number in range(1, 7)]

Rows = Sequence[Mapping[str, Any]]
AtKm = Callable[[float, float], tuple[float, float]]
MakeRow = Callable[..., dict[str, Any]]
Ask = Callable[..., ExchangeAnswer]


def told(make_row: MakeRow, who: str, direction: str, kind: str, theme: str | None, visibility: str = "public") -> Any:
    is_demo = "true" if who.startswith("d") else "false"
    return make_row(
        f"{who}/{direction}/{kind}/{theme}",
        need_offer_id=f"{who}/{direction}/{kind}/{theme}",
        organisation_id=who,
        direction=direction,
        exchange_kind=kind,
        theme=theme,
        visibility=visibility,
        is_demo=is_demo,
    )


@pytest.fixture(scope="module")
def meeting_tables(
    make_row: MakeRow, agreement_tables: Mapping[str, Rows], make_practice: MakeRow, at_km: AtKm
) -> dict[str, Rows]:
    def firm(who: str, x_km: float, y_km: float, **cells: Any) -> dict[str, Any]:
        lon, lat = at_km(x_km, y_km)
        number = int(who[1:]) if who[1:].isdigit() else 0
        defaults = {
            "organisation_name": f"Ditta {who}",
            "organisation_kind": "company",
            "size_class": SIZES[number % 3],
            "municipality_code": "901001",
            "lon": lon,
            "lat": lat,
            "position_quality": "exact",
            "is_demo": "true" if who.startswith("d") else "false",
        }
        return make_row(who, organisation_id=who, **{**defaults, **cells})

    organisations = [
        *(firm(who, 4 + number, 5) for number, who in enumerate(REAL, start=1)),
        *(firm(who, 4 + number, 6) for number, who in enumerate(INVENTED, start=1)),
        firm("far", 25, 25, municipality_code="902005"),
        firm("quiet", 6, 5, email="info@quiet.example"),
    ]
    exchanges = [
        told(make_row, "f1", "offer", "know_how", "smart_working"),
        *(told(make_row, who, "need", "training", "smart_working") for who in REAL[1:5]),
        told(make_row, "f6", "need", "know_how", "smart_working", "adherents"),
        told(make_row, "d1", "offer", "know_how", "smart_working"),
        *(told(make_row, who, "need", "know_how", "smart_working") for who in INVENTED[1:]),
        told(make_row, "far", "offer", "training", "bargaining"),
        told(make_row, "quiet", "offer", "nursery", None),
    ]
    adhesion = {"initiative_id": "alleanza", "role": "member", "document_id": "patto"}
    return {
        **agreement_tables,
        "organisations": [*agreement_tables["organisations"], *organisations],
        "needs_offers": exchanges,
        "adhesions": [
            *agreement_tables["adhesions"],
            *(make_row(f"{who}/alleanza", organisation_id=who, **adhesion) for who in ("f1", "f6")),
        ],
        "practices": [
            *agreement_tables["practices"],
            make_practice("agile", "alleanza", organisation_id="f2", themes="smart_working", size_classes="small"),
        ],
    }


@pytest.fixture(scope="module")
def ask(make_snapshot: Callable[..., Snapshot], meeting_tables: dict[str, Rows], at_km: AtKm) -> Ask:
    snapshot = make_snapshot(meeting_tables)

    def answer(**options: Any) -> ExchangeAnswer:
        lon, lat = at_km(5, 5)
        me = options.pop("me_id", None)
        if me is not None:
            options["me"] = firm_seen(snapshot, me, options.get("viewer", Viewer()))
        query = ExchangeQuery(**{"as_of_on": ON, "lon": lon, "lat": lat, **options})
        return exchange(snapshot, query, Estimate())

    return answer


FELLOW = Viewer(organisation_ids=("f1",), initiative_ids=("alleanza",))


def test_real_and_invented_firms_never_meet_and_real_ones_come_first(ask: Ask) -> None:
    groups = ask(viewer=FELLOW).rows

    assert [sorted(group.organisation_ids) for group in groups] == [REAL, INVENTED]
    assert [group.is_demo for group in groups] == [False, True]


def test_what_is_not_for_this_viewer_makes_no_group(ask: Ask) -> None:
    public = ask()

    assert [sorted(group.organisation_ids) for group in public.rows] == [INVENTED]
    assert public.speaking_count == ask(viewer=FELLOW).speaking_count - 1


def test_a_group_says_who_tells_and_asks_where_and_how_far(ask: Ask) -> None:
    group = ask(viewer=FELLOW).rows[0]
    minutes = {member.organisation_id: member.travel_min for member in group.members}

    assert group.themes == ("smart_working",)
    assert group.answered_count == 5
    assert [member.organisation_id for member in group.members if member.tells] == ["f1"]
    assert group.members[0].is_host
    assert group.organisation_ids[0] in {"f3", "f4"}
    assert minutes[group.organisation_ids[0]] == 0
    assert group.total_travel_min == pytest.approx(sum(minutes.values()), abs=0.05)
    assert group.worst_travel_min == max(minutes.values())
    assert group.value_min == pytest.approx(group.total_travel_min - 5 * 10.0, abs=0.05)
    assert "5 domande trovano risposta (Lavoro agile)" in group.why.words("it")
    assert "micro, piccola, media" in group.why.words("it")


def test_the_firm_that_asks_is_in_the_group_of_its_sort_even_if_it_says_nothing(ask: Ask) -> None:
    real = ask(viewer=FELLOW, me_id="quiet").rows
    assert "quiet" in real[0].organisation_ids
    assert "quiet" not in real[1].organisation_ids

    own = Firm(
        organisation_id=OWN_FIRM,
        organisation_name="La mia",
        organisation_kind="company",
        exchanges=(
            Exchange(
                need_offer_id="1",
                organisation_id=OWN_FIRM,
                direction="need",
                exchange_kind="know_how",
                theme="smart_working",
            ),
        ),
    )
    assert OWN_FIRM in ask(me=own).rows[0].organisation_ids


def test_an_invented_firm_meets_invented_ones_alone(ask: Ask) -> None:
    groups = ask(viewer=FELLOW, me_id="d2").rows

    assert ["d2" in group.organisation_ids for group in groups] == [False, True]
    assert all(name.startswith("d") for name in groups[1].organisation_ids)


def test_after_a_group_others_are_formed_without_its_members_but_for_the_firm_that_asks(
    make_snapshot: Callable[..., Snapshot], meeting_tables: dict[str, Rows], make_row: MakeRow, at_km: AtKm
) -> None:
    again = [
        {**row, "organisation_id": f"g{row['organisation_id'][1:]}", "source_key": f"g{row['organisation_id']}"}
        for row in meeting_tables["organisations"]
        if row["organisation_id"] in REAL
    ]
    more = [told(make_row, f"g{number}", "need", "know_how", "smart_working") for number in range(2, 7)]
    tables = {
        **meeting_tables,
        "organisations": [*meeting_tables["organisations"], *again],
        "needs_offers": [
            *meeting_tables["needs_offers"],
            told(make_row, "g1", "offer", "know_how", "smart_working"),
            *more,
        ],
    }
    snapshot = make_snapshot(tables)
    lon, lat = at_km(5, 5)
    me = firm_seen(snapshot, "f1", FELLOW)
    query = ExchangeQuery(as_of_on=ON, lon=lon, lat=lat, viewer=FELLOW, me=me, worth_min=0.0)

    first, second = exchange(snapshot, query, Estimate()).rows[:2]

    assert set(first.organisation_ids) & set(second.organisation_ids) == {"f1"}
    assert len(exchange(snapshot, replace(query, group_count=1), Estimate()).rows) == 2


def test_firms_that_would_tell_are_those_with_an_offer_to_speak(ask: Ask) -> None:
    answer = ask()

    assert [row.organisation_id for row in answer.tellers] == ["f1", "d1", "far"][: len(answer.tellers)]
    assert "quiet" not in {row.organisation_id for row in answer.tellers}
    assert {one.exchange_kind for row in answer.tellers for one in row.offers} <= {"know_how", "training"}


def test_reasons_name_what_is_shared_with_the_firm_that_asks(ask: Ask) -> None:
    tellers = {row.organisation_id: row for row in ask(me_id="f6", viewer=Viewer(("f6",), ("alleanza",))).tellers}
    keys = [reason.key.rpartition(".")[2] for reason in tellers["f1"].reasons]

    assert keys == ["asked", "agreement"]
    assert tellers["f1"].reasons[0].words("it") == "Parla di quello che cerchi: Lavoro agile"


def test_practices_of_firms_like_mine_come_first_with_their_reasons(ask: Ask) -> None:
    answer = ask(me_id="f1", viewer=FELLOW)
    like = {one.practice.practice_id: [reason.key for reason in one.reasons] for one in answer.practices}

    assert like["agile"] == ["exchange.reason.for_size", "exchange.reason.agreement", "exchange.reason.near"]
    counts = [len(one.reasons) for one in answer.practices]
    assert counts == sorted(counts, reverse=True)


def test_only_the_themes_in_question_are_spoken_of(ask: Ask) -> None:
    answer = ask(themes=(PracticeTheme.BARGAINING,), limit_min=120.0)

    assert answer.rows == ()
    assert [row.organisation_id for row in answer.tellers] == ["far"]
    assert answer.speaking_count == 1
    assert all("bargaining" in one.practice.themes for one in answer.practices)


def test_without_a_point_minutes_start_at_the_firm(ask: Ask, at_km: AtKm) -> None:
    lon, lat = at_km(5, 5)
    site = FirmSite(site_number=1, site_name=None, municipality_code=None, lon=lon, lat=lat, position_quality="exact")
    me = Firm(organisation_id=OWN_FIRM, organisation_name="La mia", organisation_kind="company", sites=(site,))

    assert ask(me=me, lon=None, lat=None).tellers == ask(me=me).tellers
    with pytest.raises(InputError):
        ask(lon=None, lat=None)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"group_count": 0}, id="no group"),
        pytest.param({"group_count": 6}, id="too many groups"),
        pytest.param({"worth_min": -1.0}, id="a negative worth"),
        pytest.param({"worth_min": float("nan")}, id="a worth that is no number"),
        pytest.param({"max_count": 0}, id="no rows"),
        pytest.param({"limit_min": 0.0}, id="no minutes"),
    ],
)
def test_bad_numbers_are_refused(ask: Ask, wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        ask(**wrong)


def test_the_own_firm_is_not_repeated_in_the_parameters(ask: Ask) -> None:
    parameters = ask(me_id="f1", viewer=FELLOW).parameters

    assert parameters["organisation_id"] == "f1"
    assert "me" not in parameters
    assert "viewer" not in parameters


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_answer_is_said_in_words_and_labelled(ask: Ask, lang: str) -> None:
    answer = ask(viewer=FELLOW)

    assert answer.has_demo
    assert {"it": "2 gruppi per un incontro", "en": "2 groups for a meeting"}[lang] in answer.sentence.words(lang)
    assert "{" not in answer.method.words(lang)
