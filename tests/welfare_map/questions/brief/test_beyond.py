"""
What a brief says beyond its border, beside the questions of access and siting that it asks.

A nursery of Due stands half a kilometre beyond the border with Uno: the children of both reach it in 20 minutes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from geodata.codes import Level
from geodata.routing.estimate import Estimate
from geodata.territory import Territory
from welfare_map.model import AccessQuery, AreaSense, BriefQuery, Disagreement, Phrase, SitingQuery, SitingTarget
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.access import access
from welfare_map.questions.brief import Beyond, beyond, brief
from welfare_map.questions.brief.beyond import INSIDE, _reached
from welfare_map.questions.brief.gathering import LEP
from welfare_map.questions.siting import siting
from welfare_map.snapshot import Snapshot

Make = Callable[..., dict[str, Any]]
With = Callable[..., Snapshot]
ON = date(2026, 9, 15)
VALLE = ("901001", "901002", "901004", "902001", "902003", "902004")


def told(snapshot: Snapshot, **asked: Any) -> Mapping[str, str]:
    """Return the sentences of both parts, by the words in front of them; the first step by the title of its part."""
    query = BriefQuery(**{"as_of_on": ON, "district": "valle", **asked})
    parts = [
        part
        for part in brief(snapshot, query, beyond(snapshot, Estimate())).parts
        if part.part in {"beyond", "first_step"}
    ]
    return {(line.lead or part.title).words("it"): line.words.words("it") for part in parts for line in part.lines}


@pytest.fixture(scope="module")
def between(service: Make, at_km: Callable[[float, float], tuple[float, float]]) -> Sequence[dict[str, Any]]:
    """Let Due have 60 places beside the border with Uno, which has none; Nove, in monte, has 100, far from them."""
    lon, lat = at_km(10.5, 5)
    return (
        service("border", "901002", capacity_authorised=60) | {"lon": lon, "lat": lat},
        service("large", "902005", capacity_authorised=100),
    )


@pytest.fixture(scope="module")
def snapshot(snapshot_with: With, between: Sequence[dict[str, Any]]) -> Snapshot:
    """Return the register with both."""
    return snapshot_with(between)


def rows_of(snapshot: Snapshot, **asked: Any) -> Mapping[str, Any]:
    query = AccessQuery(as_of_on=ON, kinds=INDICATORS[LEP].kinds, level=Level.MUNICIPALITY, **asked)
    return {row.unit_code: row for row in access(snapshot, query, Estimate()).rows if row.unit_code in VALLE}


def told_of(snapshot: Snapshot, **cells: Mapping[str, Any]) -> str:
    """Return the sentence of access where some rows of the answer are as given and the others are known."""
    found = access(snapshot, AccessQuery(as_of_on=ON, kinds=INDICATORS[LEP].kinds, with_demo=False), Estimate())
    known = {"is_near_edge": False, "is_shared_beyond": False, "disagreement": Disagreement.BOTH_LOW}
    rows = tuple(
        replace(row, **{**known, "value_low": row.value, "value_high": row.value, **cells.get(row.unit_name, {})})
        for row in found.rows
    )
    own = Beyond(lambda _: replace(found, rows=rows), partial(siting, snapshot, travel_times=Estimate()))
    answer = brief(snapshot, BriefQuery(as_of_on=ON, district="valle"), own)
    (part,) = (part for part in answer.parts if part.part == "beyond")
    return part.lines[0].words.words("it")


def test_the_border_hides_what_the_question_of_access_finds(snapshot: Snapshot) -> None:
    """60 places for 810 children of valle, all of them within reach: 7.4 per 100 on both sides of the border."""
    said = told_of(
        snapshot,
        Uno={"disagreement": Disagreement.REACHED_NEARBY},
        Due={"disagreement": Disagreement.SHARED_OUT},
        Tre={"disagreement": Disagreement.SHARED_OUT},
    )
    assert said == (
        "Entro 20 minuti d'auto, divisi con i bambini dei comuni vicini, ci sono 7,4 posti di nido ogni 100 bambini "
        "sotto i tre anni; dentro i confini ce ne sono 7,4. Hanno pochi posti in casa, ma abbastanza poco lontano: Uno."
        " Hanno posti in casa, ma li cercano anche i vicini e non bastano: Due."
    )
    assert "In nessun comune le due misure dicono il contrario" in told_of(snapshot)
    unknown = {"disagreement": Disagreement.UNDECIDABLE}
    assert "si contraddicano non si può dire di 1 comune." in told_of(snapshot, Uno=unknown)
    of_all = told_of(snapshot, **dict.fromkeys(("Uno", "Due", "Quattro", "Cinque", "Sette", "Otto"), unknown))
    assert of_all.endswith("Di nessun comune si può dire se le due misure si contraddicano.")


def test_what_records_do_not_say_is_an_interval(snapshot: Snapshot) -> None:
    """Of the 60 places 17.5 are Uno's: 42.5 without them, 342.5 with 1,000 per 100 of its 30 children, for 810."""
    said = told_of(snapshot, Uno={"value_low": 0, "value_high": 1000, "disagreement": Disagreement.UNDECIDABLE})
    assert "ci sono fra 5,2 e 42,3 posti" in said
    assert said.endswith("Se le due misure si contraddicano non si può dire di 1 comune.")
    assert "ci sono almeno 5,2 posti" in told_of(snapshot, Uno={"value_low": 0, "value_high": None})


def test_near_the_edge_of_the_map_it_says_what_it_does_not_see(snapshot: Snapshot, toy_inland: Territory) -> None:
    said = told(replace(snapshot, territory=toy_inland))["Posti raggiungibili."]
    assert "ci sono 7,4 posti di nido" in said
    assert "chi abita o offre posti oltre il suo bordo non è contato" in said


def test_near_the_edge_a_silent_nursery_is_an_interval_too(
    service: Make, snapshot_with: With, between: Sequence[dict[str, Any]], toy_inland: Territory
) -> None:
    """Beside the 60 places a nursery that says nothing: up to 100 more, 160 for 810 children, as this map sees it."""
    silent = service("silent", "901002", capacity_authorised=None) | {at: between[0][at] for at in ("lon", "lat")}
    said = told(replace(snapshot_with([*between, silent]), territory=toy_inland))
    assert "ci sono fra 7,4 e 19,8 posti di nido" in said["Posti raggiungibili."]
    assert "oltre il suo bordo non è contato" in said["Posti raggiungibili."]


def test_near_the_edge_places_that_nobody_states_are_not_none(service: Make, snapshot_with: With) -> None:
    silent = [service("a", "901001", capacity_authorised=None), service("b", "902005", capacity_authorised=None)]
    said = told(snapshot_with(silent))["Posti raggiungibili."]
    assert "ci sono non si sa quanti posti di nido" in said
    assert "dentro i confini ce ne sono non si sa quanti." in said


def test_a_record_without_a_municipality_is_in_the_most_of_the_district_once(
    service: Make, snapshot_with: With, between: Sequence[dict[str, Any]], toy_country: Territory
) -> None:
    """60 places and 81 that may be anywhere are at most 141 for 810 children, inside the border and within reach."""
    lost = service("lost", "901001", capacity_authorised=81) | {"municipality_code": None, "position_quality": "none"}
    for held in (snapshot_with([*between, lost]), replace(snapshot_with([*between, lost]), territory=toy_country)):
        said = told(held)["Posti raggiungibili."]
        assert "ci sono fra 7,4 e 17,4 posti di nido" in said
        assert "dentro i confini ce ne sono fra 7,4 e 17,4." in said


def test_without_a_list_neither_is_told(service: Make, snapshot_with: With) -> None:
    said = told(snapshot_with([service("alone", "901001", "toy", capacity_authorised=5)]), district="monte")
    assert said["Posti raggiungibili."].startswith("Quanti posti di nido si raggiungano in 20 minuti d'auto non si può")
    assert said["Il primo passo"].startswith("Avere l'elenco dei nidi: senza, non si può dire")
    assert "Perché." not in said


def test_the_first_step_is_that_of_siting_for_the_district_as_a_whole(snapshot: Snapshot) -> None:
    """245.025 places are needed, 60 are there: 186 whole ones are missing."""
    query = SitingQuery(
        as_of_on=ON,
        target=SitingTarget.LEP,
        within="valle",
        within_level=Level.DISTRICT,
        areas=AreaSense.BASIN,
    )
    plan = siting(snapshot, query, Estimate())
    assert plan.places_added == 186
    said = told(snapshot)
    assert said["Il primo passo"] == (
        "All'ambito nel suo insieme mancano 186 posti per arrivare a quanto chiede la legge. "
        f"Si può cominciare da qui: {plan.rows[0].sentence.words('it')}"
    )
    assert plan.rows[0].areas[0].municipality_name == "Otto"
    assert (
        "Otto, che oggi non ha posti di nido per 220 bambini da 3 a 36 mesi. Ogni 100 la legge ne chiede 33."
        in said["Perché."]
    )
    assert (
        said["Il piano."] == "Sono 186 posti, in 4 luoghi, tutti nuovi. Con meno posti non ci si arriva: è dimostrato."
    )


def test_too_few_places_for_a_structure_are_no_reason_for_one(service: Make, snapshot_with: With) -> None:
    """
    Valle needs 245.025 places and has 242: 4 whole ones are missing, and the smallest new nursery has 10.

    Of Quattro's 37 it may not be known how many are part-time: they are 18.5 at least, and 22 may be missing.
    """
    counts = {"901001": 10, "901002": 18, "901004": 37, "902001": 45, "902003": 64, "902004": 68}
    rows = [service(code, code, capacity_authorised=count, is_open_to_others="false") for code, count in counts.items()]
    lost = service("lost", None, capacity_authorised=20) | {"municipality_code": None, "position_quality": "none"}
    wide = {"901004": {"capacity_part_time": None}}
    for others, cells, missing, ending in (
        ([], {}, "mancano 4 posti per ", "allarga il territorio."),
        ([lost], {}, "mancano 4 posti per ", "e che qui non sono contati: 1."),
        (
            [],
            wide,
            "mancano 4 posti per arrivare a quanto chiede la legge, stando a quello che i nidi dicono; fra 4 e 22, ",
            "allarga il territorio.",
        ),
    ):
        own = [row | cells.get(row["municipality_code"], {}) for row in rows]
        said = told(snapshot_with([*own, *others, service("nove", "902005", capacity_authorised=0)]))["Il primo passo"]
        assert f"All'ambito nel suo insieme {missing}" in said
        assert "sono troppo pochi per un servizio nuovo da solo." in said.replace("Sono", "sono")
        assert "+10 posti" not in said
        assert said.endswith(ending)


def test_where_nothing_is_missing_no_place_is_named(service: Make, snapshot_with: With) -> None:
    enough = [service("one", "901001", capacity_authorised=200), service("two", "902001", capacity_authorised=200)]
    said = told(snapshot_with(enough))
    assert said["Il primo passo"].startswith("All'ambito nel suo insieme non mancano posti di nido:")
    assert "Perché." not in said


def test_places_that_may_be_missing_are_not_said_to_be_there(service: Make, snapshot_with: With) -> None:
    """Of 245.025 places needed 250 are stated, 100 of which may be part-time: 200 at least, so 46 may be missing."""
    rows = [
        service("one", "901001", capacity_authorised=150),
        service("two", "902001", capacity_authorised=100, capacity_part_time=None),
    ]
    said = told(snapshot_with(rows))["Il primo passo"]
    assert said.startswith("Se all'ambito manchino posti di nido non si può dire")
    assert "possono mancarne fino a 46 posti" in said


def test_places_that_may_be_there_are_not_said_to_be_missing(service: Make, snapshot_with: With) -> None:
    """Of 245.025 places needed 240 are stated; a nursery that says nothing may have up to as many as the largest."""
    rows = [
        service("one", "901001", capacity_authorised=240),
        service("two", "902001", capacity_authorised=None),
    ]
    said = told(snapshot_with(rows))["Il primo passo"]
    assert said.startswith("Prima di tutto conviene telefonare ai nidi che non dicono tutto.")
    assert "può non mancarne nessuno o possono mancarne 6" in said


def test_invented_places_of_neighbours_stay_out_of_a_brief_that_is_not_marked(
    service: Make, snapshot_with: With, between: Sequence[dict[str, Any]]
) -> None:
    """An invented nursery of Tre, which is in monte, is within reach of Due; the brief of valle holds real ones."""
    invented = service("near", "901003", "demo", capacity_authorised=90) | {"lon": between[0]["lon"]}
    held = snapshot_with([*between, invented | {"lat": between[0]["lat"]}])
    assert any(row.is_demo for row in rows_of(held).values())
    said = told(held)
    assert "invent" not in " ".join(said.values())
    assert "ci sono 7,4 posti" in said["Posti raggiungibili."]


def test_a_brief_of_invented_services_says_so_in_both_sentences(service: Make, snapshot_with: With) -> None:
    invented = [service(code, code, "demo", capacity_authorised=20) for code in ("901001", "902001")]
    said = told(snapshot_with(invented))
    assert said["Posti raggiungibili."].startswith("Con i dati inventati")
    assert "Con i dati inventati" in said["Il primo passo"]
    plan = said["Il piano, con i dati inventati."]
    assert "posti, in" in plan
    assert "Si comincia da" in plan
    assert "Il piano." not in said


def test_access_is_asked_once_for_many_briefs(snapshot: Snapshot) -> None:
    asked: list[AccessQuery] = []

    def counted(query: AccessQuery) -> Any:
        asked.append(query)
        return access(snapshot, query, Estimate())

    kept = beyond(snapshot, Estimate())
    own = Beyond(counted, partial(siting, snapshot, travel_times=Estimate()))
    for district in ("valle", "monte"):
        brief(snapshot, BriefQuery(as_of_on=ON, district=district), own)
    assert len(set(asked)) == 1
    assert kept.access(asked[0]) is kept.access(asked[1])


def test_invented_places_that_are_not_there_would_not_be_there(snapshot: Snapshot) -> None:
    found = access(snapshot, AccessQuery(as_of_on=ON, kinds=INDICATORS[LEP].kinds, with_demo=False), Estimate())
    empty = [replace(row, **dict.fromkeys(INSIDE, 0.0)) for row in found.rows]
    said = {is_demo: _reached(found, empty, has_demo=is_demo).words("it") for is_demo in (True, False)}
    assert "dentro i confini non ce ne sarebbero." in said[True]
    assert "dentro i confini non ce ne sono." in said[False]


def test_a_plan_too_small_for_a_service_sends_to_a_wider_one_and_proposes_none(snapshot: Snapshot) -> None:
    asked = SitingQuery(as_of_on=ON, target=SitingTarget.LEP, indicator=LEP, within="valle", areas=AreaSense.BASIN)
    small = replace(siting(snapshot, asked, Estimate()), wider_words=Phrase("siting.wider.neighbours"))
    own = Beyond(partial(access, snapshot, travel_times=Estimate()), lambda _: small)
    answer = brief(snapshot, BriefQuery(as_of_on=ON, district="valle"), own)
    [part] = [part for part in answer.parts if part.part == "first_step"]
    [said] = [line.words.words("it") for line in part.lines]
    assert said.endswith("Conviene cercare insieme ai comuni vicini: allarga il territorio.")
    assert "cominciare da qui" not in said
