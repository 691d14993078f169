"""
The brief of a municipality: that of its district, with the municipality's own figures and steps first.

Municipality number n of the toy territory has 27.5n children aged 3–36 months and needs 33 places per 100: Uno, the
smallest, has 28 in whole and needs 10 whole places.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

import pytest

from geodata.codes import Level
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from welfare_map.exports.brief import brief_json
from welfare_map.model import AreaSense, BriefAnswer, BriefQuery, SitingQuery, SitingTarget
from welfare_map.questions.brief import beyond, brief
from welfare_map.questions.siting import siting
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES

Make = Callable[..., dict[str, Any]]
With = Callable[..., Snapshot]
ON = date(2026, 9, 15)
UNO, CINQUE, OTTO = "901001", "902001", "902004"
NEEDS = "Uno ha 28 bambini da 3 a 36 mesi: a 33 posti di nido ogni 100, come chiede la legge, ne servono 10. "


def told(snapshot: Snapshot, town: str = "Uno") -> BriefAnswer:
    query = BriefQuery(as_of_on=ON, municipality=town)
    return brief(snapshot, query, beyond(snapshot, Estimate()))


def own(answer: BriefAnswer, lang: str = "it") -> Mapping[str, Sequence[str]]:
    """Return the municipality's own paragraphs, by the words in front of them; those that follow have the same."""
    (part,) = (part for part in answer.parts if part.part == "own")
    found: dict[str, list[str]] = {}
    lead = ""
    for line in part.lines:
        lead = line.lead.words(lang) if line.lead else lead
        found.setdefault(lead, []).append(line.words.words(lang))
    return found


def nurseries(snapshot: Snapshot, town: str = "Uno") -> str:
    return own(told(snapshot, town))["Nidi e micronidi."][0]


def steps(snapshot: Snapshot, town: str = "Uno") -> Sequence[str]:
    return own(told(snapshot, town))["Che cosa può fare il Comune."]


@pytest.fixture(scope="module")
def snapshot(service: Make, snapshot_with: With) -> Snapshot:
    """Let Otto have 80 places, more than it needs, and Cinque a care home; Uno has nothing, and its province a list."""
    return snapshot_with(
        [
            service("in-otto", OTTO, capacity_authorised=80),
            service("home", CINQUE, kind="care_home", capacity_accredited=30),
            service("home-of-quattro", "901004", kind="care_home", capacity_accredited=1),
            service("tre", "901003", capacity_authorised=20),
        ]
    )


def test_it_is_that_of_the_district_with_the_municipality_first(snapshot: Snapshot) -> None:
    answer, whole = told(snapshot), brief(snapshot, BriefQuery(as_of_on=ON, district="valle"))
    assert answer.rows == whole.rows
    assert answer.municipalities == whole.municipalities
    assert (answer.municipality_code, answer.municipality_name, answer.district_id) == (UNO, "Uno", "valle")
    assert (whole.municipality_code, whole.municipality_name) == (None, None)
    assert [part.part for part in answer.parts][:2] == ["own", "about"]
    assert "own" not in {part.part for part in whole.parts}


def test_title_sentence_and_json_say_whose_it_is(snapshot: Snapshot) -> None:
    answer = told(snapshot, UNO)
    assert answer.title.words("it").startswith("Scheda del comune di Uno, nell'ambito Valle")
    assert answer.title.words("en").startswith("Brief of the municipality of Uno, in the planning district Valle")
    assert answer.sentence.words("it").startswith("Scheda del comune di Uno. Ambito Valle")
    content = json.loads(brief_json(answer, "it"))
    assert content["title"] == answer.title.words("it")
    assert (content["municipality_code"], content["municipality_name"]) == (UNO, "Uno")


def test_a_village_with_nothing_is_told_where_the_plan_has_its_places(snapshot: Snapshot) -> None:
    query = SitingQuery(
        as_of_on=ON,
        target=SitingTarget.LEP,
        within="valle",
        within_level=Level.DISTRICT,
        areas=AreaSense.MUNICIPALITY,
    )
    served = [
        (row, area)
        for row in siting(snapshot, query, Estimate()).rows
        for area in row.areas
        if area.municipality_code == UNO
    ]
    assert served
    assert nurseries(snapshot) == f"{NEEDS}Oggi non ne ha."
    (step,) = steps(snapshot)
    for row, area in served:
        assert f"{ceil(area.places - 1e-6)} posti a {row.municipality_name}" in step
    assert "ufficio di piano" in step


def test_a_site_elsewhere_is_an_agreement_with_its_minutes(service: Make, snapshot_with: With) -> None:
    """Uno's children go to a new nursery of Due, the next one, which needs more."""
    counts = {"901004": 40, CINQUE: 46, "902003": 64, OTTO: 73}
    rows = [service(code, code, capacity_authorised=count, is_open_to_others="false") for code, count in counts.items()]
    held = snapshot_with([*rows, service("nove", "902005", capacity_authorised=0)])
    (step,) = steps(held)
    found = re.search(r"i bambini di Uno hanno (\d+) posti a (\w+)(, a circa (\d+) minut[oi] d'auto)?", step)
    assert found
    assert found[1] == "10"
    assert step.startswith("Fare un accordo con un vicino" if found[2] != "Uno" else "Parlarne con l'ufficio di piano")
    assert (found[3] is None) == (found[2] == "Uno")


def test_without_a_list_nothing_is_said_to_be_missing(service: Make, snapshot_with: With) -> None:
    held = snapshot_with([service("alone", "901003", "toy", capacity_authorised=5)])
    assert nurseries(held).endswith("Quanti ne abbia oggi non si sa: questa mappa non ha un elenco completo dei nidi.")
    first, then = steps(held)
    assert first.startswith("Dire che cosa c'è davvero")
    assert then.startswith("Parlarne con l'ufficio di piano (recapito più avanti): chi è piccolo")


@pytest.mark.parametrize(
    ("cells", "said", "step"),
    [
        pytest.param({"capacity_authorised": 10}, "Oggi ha 10 posti: è abbastanza.", "Tenere aggiornati", id="met"),
        pytest.param({"capacity_authorised": 9}, "Oggi ha 9 posti: non è abbastanza.", None, id="not met"),
        pytest.param(
            {"capacity_authorised": 12, "capacity_part_time": None},
            "Le schede contano 12 posti, ma non dicono tutto: se sia abbastanza non si può dire.",
            "Chiedere ai nidi che servono Uno",
            id="some may be part-time",
        ),
        pytest.param(
            {"capacity_authorised": 40, "capacity_part_time": None},
            "Oggi ha almeno 20 posti: è abbastanza.",
            "Tenere aggiornati",
            id="enough even if all are part-time",
        ),
        pytest.param(
            {"capacity_authorised": None},
            "Quanti ne abbia oggi non si sa: nessuna scheda lo dice.",
            "Chiedere ai nidi che servono Uno",
            id="silent",
        ),
    ],
)
def test_what_it_has_is_told_as_far_as_it_is_known(
    service: Make, snapshot_with: With, cells: Mapping[str, Any], said: str, step: str | None
) -> None:
    own_one = service("in-uno", UNO, **{"capacity_part_time": 0, **cells})
    held = snapshot_with([own_one, service("nove", "902005", capacity_authorised=60)])
    assert nurseries(held) == NEEDS + said
    assert step is None or steps(held)[0].startswith(step)


def test_invented_places_are_told_as_such(service: Make, snapshot_with: With) -> None:
    held = snapshot_with([service(code, code, "demo", capacity_authorised=20) for code in (OTTO, "901003")])
    assert nurseries(held) == f"{NEEDS}Con i dati inventati non ne ha."
    first, then = steps(held)
    assert first.startswith("Dire che cosa c'è davvero")
    assert "con i dati inventati" in then
    assert "avrebbero" in then or "basterebbero" in then


def test_its_care_homes_are_told_where_a_real_list_says_so(
    service: Make, snapshot_with: With, snapshot: Snapshot
) -> None:
    uno, cinque = (own(told(snapshot, town))["RSA."] for town in ("Uno", "Cinque"))
    (words,) = uno
    assert words.startswith("Uno non ne ha una propria, per 10 persone di 75 anni e più. L'ambito ha 2 RSA: ")
    assert cinque == ["Cinque ha 1 RSA, con 30 posti, per 50 persone di 75 anni e più."]
    (none,) = own(
        told(snapshot_with([service(one, one, kind="care_home", capacity_accredited=0) for one in (UNO, OTTO)]))
    )["RSA."]
    assert none == "Uno ha 1 RSA senza posti accreditati, per 10 persone di 75 anni e più."
    real = [service(code, code, kind="care_home", capacity_accredited=30) for code in (CINQUE, "901004")]
    invented = snapshot_with([*real, service("due", "901002", "demo", kind="care_home", capacity_accredited=30)])
    assert "RSA." not in own(told(invented))


@pytest.mark.parametrize("town", ["Atlantide", "999999", "valle"])
def test_what_is_no_municipality_is_refused(snapshot: Snapshot, town: str) -> None:
    with pytest.raises(InputError):
        told(snapshot, town)


CLUMSY = {
    "it": r"(?<![\d,.])([01] (posti|bambini|persone|minuti)|0 RSA)\b|ne servono [01]\b",
    "en": r"(?<![\d,.])([01] (places|children|people|minutes|are needed)|0 care homes)\b",
}


@pytest.mark.parametrize("source", ["regione-lombardia-toy", "demo", "toy"])
@pytest.mark.parametrize("count", [None, 0, 1, 60])
def test_no_sentence_counts_none(service: Make, snapshot_with: With, count: int | None, source: str) -> None:
    rows = [
        service(f"{kind}{code}", code, source, kind=kind, capacity_authorised=count, capacity_accredited=count)
        for code in (UNO, "902005")
        for kind in ("nursery", "care_home")
    ]
    held = snapshot_with(rows)
    for town in ("Uno", "Due"):
        answer = told(held, town)
        for lang in LANGUAGES:
            words = [one for lines in own(answer, lang).values() for one in lines]
            assert [one for one in words if re.search(CLUMSY[lang], one)] == []
