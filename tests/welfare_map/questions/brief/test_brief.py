"""
The brief of district valle: its figures are those of the coverage question, and what it says of them is not more.

District valle is Uno, Due, Quattro, Cinque, Sette, Otto with 27.5 children aged 3–36 months times 1, 2, 4, 5, 7, 8
(742.5 in all, 245.025 places for the law's 33 per 100); Uno needs 9.075 places, Due 18.15, Quattro 36.3.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from welfare_map.exports.brief import brief_json
from welfare_map.model import (
    BriefAnswer,
    BriefMemory,
    BriefPart,
    BriefPartKind,
    BriefQuery,
    BriefRecord,
    CoverageAnswer,
    CoverageStatus,
    Missing,
)
from welfare_map.questions.brief import beyond, brief, memory_of, read_memory
from welfare_map.questions.brief.changes import differences
from welfare_map.questions.brief.gathering import FIGURES
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES

Make = Callable[..., dict[str, Any]]
Ask = Callable[..., CoverageAnswer]
With = Callable[..., Snapshot]
Rows = Sequence[Mapping[str, Any]]
ON, BEFORE = date(2026, 9, 15), date(2026, 3, 1)
UNO, DUE, QUATTRO, CINQUE, SETTE, OTTO = "901001", "901002", "901004", "902001", "902003", "902004"
VERDICTS = {BriefPartKind.MET, BriefPartKind.NOT_MET}
FALLEN_SHORT = {"met", "not_met"}


def told(snapshot: Snapshot, **asked: Any) -> BriefAnswer:
    return brief(snapshot, BriefQuery(**{"as_of_on": ON, "district": "valle", **asked}))


def part(answer: BriefAnswer, kind: str) -> BriefPart:
    (found,) = [part for part in answer.parts if part.part == kind]
    return found


def said(answer: BriefAnswer, kind: str, lang: str = "it") -> list[str]:
    """Return the paragraphs of a part, in words."""
    found = part(answer, kind)
    return [
        f"{line.lead.words(lang) if line.lead else ''} {line.words.words(lang)}".strip()
        for line in (*found.lines, *found.below)
    ]


def cells(answer: BriefAnswer, kind: str) -> list[list[str]]:
    tables = [part.table for part in answer.parts if part.part == kind and part.table is not None]
    return [[cell.words("it") for cell in row] for table in tables for row in table.rows]


@pytest.fixture(scope="module")
def valle(service: Make) -> list[dict[str, Any]]:
    """
    Of its nurseries two say no places: Uno may have up to 40 of the 9.075 it needs, Due too; Otto meets the target.

    The largest number of places that a nursery states is 80.
    """
    return [
        service("in-uno", UNO, phone="+390331123456"),
        service("in-due", DUE, kind="micro_nursery"),
        service("micro", QUATTRO, kind="micro_nursery", capacity_authorised=10),
        service("in-otto", OTTO, capacity_authorised=80),
        service("home", CINQUE, kind="care_home", capacity_accredited=30),
    ]


@pytest.fixture(scope="module")
def snapshot(snapshot_with: With, valle: list[dict[str, Any]]) -> Snapshot:
    """Give valle what the fixture above says."""
    return snapshot_with(valle)


# --- figures --------------------------------------------------------------------------------------------------------


def test_every_figure_is_that_of_the_coverage_question(snapshot: Snapshot, ask: Ask) -> None:
    answer = told(snapshot)
    assert [figure.indicator for figure in answer.rows] == list(FIGURES)
    for figure in answer.rows:
        (row,) = ask(snapshot, figure.indicator, code="valle").rows
        for name in (
            "value",
            "value_low",
            "value_high",
            "numerator",
            "denominator",
            "target",
            "status",
            "unknown_count",
        ):
            assert getattr(figure, name) == getattr(row, name)


def test_every_municipality_is_that_of_the_coverage_question(snapshot: Snapshot, ask: Ask) -> None:
    rows = {row.unit_code: row for row in ask(snapshot, "lep_nursery", within="valle").rows}
    towns = told(snapshot).municipalities
    assert {town.municipality_code for town in towns} == set(rows)
    for town in towns:
        row = rows[town.municipality_code]
        assert (town.resident_count, town.numerator, town.value_high, town.status) == (
            row.denominator,
            row.numerator,
            row.value_high,
            row.status,
        )


def test_what_is_missing_is_ranked_by_places_and_said_with_the_children(snapshot: Snapshot) -> None:
    """Sette needs 63.525, Cinque 45.375, Quattro 36.3 less 10; Due may have at most 10, Uno 80."""
    answer = told(snapshot)
    assert cells(answer, "municipalities") == [
        ["1", "Sette", "192", "0", "0", "mancano 64 posti"],
        ["2", "Cinque", "138", "0", "0", "mancano 46 posti"],
        ["3", "Quattro", "110", "10", "9,1", "mancano 27 posti"],
        ["4", "Due", "55", "?", "?", "mancano almeno 9 posti"],
        ["5", "Uno", "28", "?", "?", "non si sa: 0–290,9"],
        ["6", "Otto", "220", "80", "36,4", "raggiunto"],
    ]
    assert [town.number for town in answer.municipalities] == [5, 4, 3, 2, 1, 6]
    assert said(answer, "met")[0] == "Preso da solo, 1 comune ha già i 33 posti ogni 100: Otto."
    assert "4 comuni ne hanno meno di quanti la legge chiede; ci vivono 495 bambini" in said(answer, "not_met")[1]


def test_the_district_falls_short_even_in_the_best_case(snapshot: Snapshot) -> None:
    """90 places stated, 80 more may be in Uno and 10 in Due: 180 of 245.025."""
    words = said(told(snapshot), "not_met")[0]
    assert words == (
        "Nidi e micronidi. L'ambito ha al massimo 180 posti per 742 bambini da 3 a 36 mesi, cioè 24,2 ogni 100, anche "
        "se ogni nido che non dice tutto desse la risposta più favorevole. La legge ne chiede 33 entro il 2027. Per "
        "arrivarci l'ambito ha bisogno ancora di almeno 66 posti."
    )


def test_whom_to_call_is_the_coverage_questions_list_with_the_public_number(snapshot: Snapshot, ask: Ask) -> None:
    answer = told(snapshot)
    lists = [ask(snapshot, indicator, code="valle").to_call for indicator in FIGURES]
    assert [call.record_id for call in answer.calls] == [row.record_id for rows in lists for row in rows]
    assert cells(answer, "calls") == [
        ["A", "In Uno", "+39 0331123456", "quanti posti", "Uno, la provincia di Alfa (275 bambini)"],
        ["B", "In Due", "chiederlo al Comune", "quanti posti", "la provincia di Alfa (275 bambini)"],
    ]


def test_where_no_single_call_is_enough_that_is_said(service: Make, snapshot_with: With) -> None:
    """Sette needs 63.525 places: four nurseries of at most 30 may have them, and no one of them tells."""
    silent = [service(f"n{n}", SETTE) for n in range(4)]
    bounds = [service("bound", OTTO, capacity_authorised=30), service("rest", UNO, capacity_authorised=1)]
    answer = told(snapshot_with([*silent, *bounds]))
    assert answer.calls == ()
    assert said(answer, "calls")[0].startswith("Nessuna telefonata basta da sola: a 4 servizi manca qualche dato")


def test_a_figure_is_never_rounded_onto_the_target(service: Make, snapshot_with: With) -> None:
    """245 places where 245.025 are needed are 32.997 per 100: not 33."""
    rows = [
        service("a", UNO, capacity_authorised=245),
        service("b", CINQUE, capacity_authorised=0),
    ]
    words = said(told(snapshot_with(rows)), "not_met")[0]
    assert "cioè 32,99 ogni 100" in words
    assert "ha bisogno ancora di 1 posto" in words


def test_without_a_list_it_says_what_to_do_and_gives_no_figure(snapshot_with: With) -> None:
    answer = told(snapshot_with([]))
    words = " ".join(said(answer, "unknown"))
    assert "non ha ancora un elenco che copra tutto l'ambito per nidi e micronidi" in words
    assert "l'ufficio manda il proprio elenco" in words
    assert said(answer, "met") == ["Di nessun obiettivo di legge si può dire, oggi, che sia raggiunto."]
    assert said(answer, "not_met") == ["Di nessun obiettivo di legge si può dire, oggi, che non sia raggiunto."]
    assert (answer.calls, cells(answer, "municipalities")) == ((), [])


def test_no_district_of_that_name_is_said(snapshot: Snapshot) -> None:
    with pytest.raises(InputError) as refused:
        told(snapshot, district="Atlantide")
    assert refused.value.key == "error.unknown_territory"


# --- demonstration --------------------------------------------------------------------------------------------------


def every_status(content: object) -> set[str]:
    if isinstance(content, dict):
        own = {content["status"]} if "status" in content else set()
        return own.union(*map(every_status, content.values()))
    return set().union(*map(every_status, content)) if isinstance(content, list) else set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_invented_care_home_disowns_the_care_homes_and_not_the_nurseries(
    service: Make, snapshot_with: With, valle: list[dict[str, Any]], lang: str
) -> None:
    rows = [one for one in valle if one["kind"] != "care_home"]
    invented = service("invented", CINQUE, "demo", kind="care_home", capacity_accredited=9)
    answer = told(snapshot_with([*rows, invented]))
    real = told(snapshot_with(rows))
    assert answer.has_demo
    assert said(answer, "not_met", lang) == said(real, "not_met", lang)
    assert answer.municipalities == real.municipalities
    (homes,) = (figure for figure in answer.rows if figure.indicator.startswith("care_home"))
    assert homes.is_demo
    assert [line for line in said(answer, "demonstration", lang) if line.startswith(("RSA.", "Care homes (RSA)."))]
    assert answer.label is not None
    invented_words, real_words = answer.label.words("it").split("Sono veri i dati su ")
    assert "RSA" in invented_words
    assert "nidi e micronidi" in real_words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_invented_nursery_takes_every_verdict_on_nurseries_out_of_the_brief(
    service: Make, snapshot_with: With, valle: list[dict[str, Any]], lang: str
) -> None:
    """The care home is real and its figure stands; of the nurseries one in each municipality is invented."""
    codes = (UNO, DUE, QUATTRO, CINQUE, SETTE, OTTO)
    invented = [service(f"invented-{code}", code, "demo", capacity_authorised=9) for code in codes]
    answer = told(snapshot_with([*valle, *invented]))
    assert VERDICTS.isdisjoint(one.part for one in answer.parts)
    assert every_status(json.loads(brief_json(answer, lang))).isdisjoint(FALLEN_SHORT)
    assert all(town.missing_low == 0 for town in answer.municipalities)
    assert all(row[-1].startswith("dimostrazione") for row in cells(answer, "municipalities"))
    assert any("30 posti in 1 RSA" in line for line in said(answer, "others"))


@pytest.mark.parametrize(
    ("more", "said_of_all", "said_of_one"),
    [
        pytest.param([], "avrebbe 9 posti", "dimostrazione", id="all is said"),
        pytest.param([None], "possono essere da", "dimostrazione: ", id="one nursery is silent"),
    ],
)
def test_an_invented_figure_of_which_not_all_is_said_is_given_with_its_interval(
    service: Make, snapshot_with: With, more: list[None], said_of_all: str, said_of_one: str
) -> None:
    """A brief that leaves the interval out would look surer than the page of coverage."""
    invented = [service("stated", DUE, "demo", capacity_authorised=9)]
    silent = [service("silent", DUE, "demo", capacity_authorised=places) for places in more]
    answer = told(snapshot_with([*invented, *silent]))
    assert said_of_all in " ".join(said(answer, "demonstration"))
    (row,) = (row for row in cells(answer, "municipalities") if row[1] == "Due")
    assert row[-1].startswith(said_of_one)
    assert (row[-1] == "dimostrazione") is (not more)


def test_none_in_the_invented_data_is_not_said_to_be_none(service: Make, snapshot_with: With) -> None:
    """The one invented preschool is in monte; of those of valle nothing is known."""
    answer = told(snapshot_with([service("invented", "902005", "demo", kind="preschool")]))
    words = " ".join(line for part in answer.parts for line in said(answer, part.part))
    assert "le famiglie si rivolgono ai territori vicini" not in words


def test_without_the_demonstration_set_verdicts_are_given(
    service: Make, snapshot_with: With, valle: list[dict[str, Any]]
) -> None:
    snapshot = snapshot_with([*valle, service("invented", CINQUE, "demo", kind="care_home", capacity_accredited=9)])
    answer = told(snapshot, with_demo=False)
    assert not answer.has_demo
    assert {one.part for one in answer.parts} >= VERDICTS


# --- memory ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_is_remembered_by_its_json(snapshot: Snapshot, lang: str) -> None:
    answer = told(snapshot)
    assert read_memory(json.loads(brief_json(answer, lang))) == memory_of(answer)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param({"rows": []}, id="another answer"),
        pytest.param("brief", id="words"),
    ],
)
def test_another_file_is_no_previous_brief(content: object) -> None:
    with pytest.raises(InputError) as refused:
        read_memory(content)
    assert refused.value.key == "error.no_brief"


@pytest.mark.parametrize("name", ["version", "made_on", "rows", "municipalities", "firms"])
def test_a_brief_that_was_tampered_with_is_refused(snapshot: Snapshot, name: str) -> None:
    content = json.loads(brief_json(told(snapshot), "it"))
    with pytest.raises(InputError):
        read_memory({**content, name: "x"})


# --- changes --------------------------------------------------------------------------------------------------------


def earlier(snapshot: Snapshot, **asked: Any) -> BriefMemory:
    return memory_of(told(snapshot, as_of_on=BEFORE, **asked))


def changes(before: Snapshot | BriefMemory, now: Snapshot) -> list[str]:
    memory = before if isinstance(before, BriefMemory) else earlier(before)
    return said(told(now, previous=memory), "changes")


def test_the_same_register_has_no_changes(snapshot: Snapshot) -> None:
    answer = told(snapshot, previous=earlier(snapshot))
    assert part(answer, "changes").title.words("it") == "Che cosa è cambiato dalla scheda del 1 marzo 2026"
    assert said(answer, "changes") == ["Nulla: stessi servizi, stessi posti, stesse imprese e stesse buone pratiche."]


def test_new_closed_changed_and_clarified_services_are_told_apart(
    service: Make, snapshot_with: With, valle: list[dict[str, Any]]
) -> None:
    before = snapshot_with([*valle, service("closing", SETTE, capacity_authorised=12)])
    now = [
        {**valle[0], "capacity_authorised": 20},
        valle[1],
        {**valle[2], "capacity_authorised": 16},
        *valle[3:],
        service("fresh", CINQUE, capacity_authorised=25),
    ]
    lines = changes(before, snapshot_with(now))
    assert lines[:3] == [
        "Nidi e micronidi. In più negli elenchi: 1 nido o micronido, con 25 posti (Fresh).",
        "Nidi e micronidi. Non più negli elenchi: 1 nido o micronido, con 12 posti (Closing).",
        "Nidi e micronidi. Posti cambiati in 1 nido o micronido, da 10 a 16 in tutto: Micro.",
    ]
    clarified, decided = lines[3:]
    assert clarified.endswith("si sa ora qualcosa di diverso da prima; i posti contati passano da 0 a 20: In Uno.")
    assert decided == "Nidi e micronidi. Ora si può dire che i 33 posti ogni 100 ci sono: Uno."


def test_a_list_that_came_is_no_new_places(service: Make, snapshot_with: With, valle: list[dict[str, Any]]) -> None:
    now = snapshot_with([*valle, service("other", CINQUE, "toy", capacity_authorised=25)])
    (words, *others) = changes(snapshot_with(valle), now)
    assert words == (
        "Nidi e micronidi. È entrato nel registro l'elenco «Toy source», con 1 nido o micronido e 25 posti. Prima "
        "mancava: non vuol dire che siano nuovi."
    )
    assert not any("In più" in line for line in others)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"version": 99}, "La scheda precedente è stata scritta con altre regole", id="other version"),
        pytest.param(
            {"municipalities": {UNO: (0, 1)}}, "Sono cambiati i comuni dell'ambito", id="other municipalities"
        ),
    ],
)
def test_a_brief_that_cannot_be_compared_is_not(
    service: Make, snapshot_with: With, valle: list[dict[str, Any]], change: dict[str, Any], words: str
) -> None:
    now = snapshot_with([*valle, service("fresh", CINQUE, capacity_authorised=25)])
    (line,) = changes(replace(earlier(snapshot_with(valle)), **change), now)
    assert line.startswith(words)


def test_a_figure_of_another_definition_is_left_out_and_the_others_are_compared(
    service: Make, snapshot_with: With, valle: list[dict[str, Any]]
) -> None:
    before = earlier(snapshot_with(valle))
    lep = replace(before.figures["lep_nursery"], definition="other")
    now = snapshot_with(
        [
            *valle,
            service("fresh", CINQUE, capacity_authorised=250),
            service("second", SETTE, kind="care_home", capacity_accredited=40),
        ]
    )
    assert changes(replace(before, figures={**before.figures, "lep_nursery": lep}), now) == [
        "RSA. In più negli elenchi: 1 RSA, con 40 posti (Second).",
        "Non si confrontano nidi e micronidi: sono cambiate le regole con cui si contano.",
    ]


def test_invented_figures_are_not_compared(service: Make, snapshot_with: With, valle: list[dict[str, Any]]) -> None:
    invented = [service("invented", CINQUE, "demo", capacity_authorised=60)]
    lines = changes(snapshot_with(invented), snapshot_with(valle))
    assert any("cifre sono inventate" in line for line in lines)
    assert not any("posti ogni 100" in line or "In più" in line for line in lines if "Nidi" in line)


def test_other_residents_change_no_verdict(snapshot_with: With, valle: list[dict[str, Any]]) -> None:
    snapshot = snapshot_with(valle)
    table = snapshot.territory.municipalities
    grown = table.assign(residents_3_36_months=table["residents_3_36_months"] / 20)
    now = replace(snapshot, territory=replace(snapshot.territory, municipalities=grown))
    assert told(now).rows[0].status is CoverageStatus.MET
    assert told(snapshot).rows[0].status is CoverageStatus.NOT_MET
    assert changes(snapshot, now) == ["Nulla: stessi servizi, stessi posti, stesse imprese e stesse buone pratiche."]


def test_firms_and_practices_that_came_and_went_are_named(snapshot: Snapshot) -> None:
    before = replace(
        earlier(snapshot), firms={"x": {"it": "Filanda", "en": "Mill"}}, practices={"y": {"it": "Orari", "en": "Hours"}}
    )
    assert changes(before, snapshot) == [
        "Imprese. Non risultano più aderenti (1 impresa): «Filanda».",
        "Buone pratiche. In meno, 1 buona pratica: «Orari».",
    ]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        pytest.param({"district_id": "monte"}, "error.brief_of_other_district", id="other district"),
        pytest.param({"made_on": date(2027, 1, 1)}, "error.brief_of_later_day", id="later day"),
    ],
)
def test_a_brief_of_elsewhere_or_of_a_later_day_is_refused(
    snapshot: Snapshot, change: dict[str, Any], key: str
) -> None:
    with pytest.raises(InputError) as refused:
        told(snapshot, previous=replace(earlier(snapshot), **change))
    assert refused.value.key == key


@st.composite
def services(draw: st.DrawFn) -> list[BriefRecord]:
    """Draw services of three lists, by identifier."""
    ids = draw(st.sets(st.integers(0, 9)))
    return [
        BriefRecord(
            record_id=str(one),
            name=f"Nido {one}",
            municipality_name="Uno",
            counted=draw(st.integers(0, 50)) / 2,
            missing=draw(st.sampled_from([(), (Missing.PLACES,), (Missing.PART_TIME,)])),
            source_id=f"list-{one % 3}",
            source_name=f"List {one % 3}",
        )
        for one in sorted(ids)
    ]


@given(before=services(), now=services())
def test_differences_add_up_to_that_of_the_figures(before: list[BriefRecord], now: list[BriefRecord]) -> None:
    found = differences(before, now)
    in_lists = sum(one.counted for records in found.come.values() for one in records)
    out_of_lists = sum(one.counted for records in found.went.values() for one in records)
    pairs = sum(new.counted - old.counted for old, new in (*found.changed, *found.clarified))
    services_now = sum(one.counted for one in found.new) - sum(one.counted for one in found.gone)
    total = sum(one.counted for one in now) - sum(one.counted for one in before)
    assert services_now + pairs + in_lists - out_of_lists == total
    lists = {one.source_id for one in before} & {one.source_id for one in now}
    assert {one.source_id for one in (*found.new, *found.gone)} <= lists


# --- none, one and many ---------------------------------------------------------------------------------------------

CLUMSY = {
    "it": r"(?<![\d,.])[01] (posti|bambini|comuni|nidi|servizi|scuole|centri|imprese|persone|hanno|ne hanno)\b"
    r"|(raggiunti|chiarire) 0\b|comune su \d+ avrebbero|vivono [01] ",
    "en": r"(?<![\d,.])[01] (places|children|municipalities|nurseries|services|centres|firms|people|are)\b|met 0\b",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("source", ["regione-lombardia-toy", "demo"])
@pytest.mark.parametrize("district", ["valle", "monte"])
@pytest.mark.parametrize("counts", [(), (1,), (0,), (1, 1), (2, None)])
def test_no_sentence_counts_none_or_says_one_in_the_plural(
    service: Make, snapshot_with: With, counts: tuple[int | None, ...], district: str, source: str, lang: str
) -> None:
    codes = {"valle": (UNO, OTTO), "monte": ("901003", "902005")}[district]
    rows = [
        service(f"{kind}{code}", code, source, kind=kind, capacity_authorised=count, capacity_accredited=count)
        for code, count in zip(codes, counts, strict=False)
        for kind in ("nursery", "care_home", "preschool")
    ]
    other = service("elsewhere", {"valle": "902005", "monte": UNO}[district], source, capacity_authorised=3)
    held = snapshot_with([*rows, other])
    answer = brief(held, BriefQuery(as_of_on=ON, district=district), beyond(held, Estimate()))
    words = [answer.sentence.words(lang), *(one for found in answer.parts for one in said(answer, found.part, lang))]
    assert [one for one in words if re.search(CLUMSY[lang], one)] == []
