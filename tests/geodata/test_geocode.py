"""Typed words -> candidates: readings, forgiveness, order, bounds."""

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geocode import Candidate, PlaceIndex, build_place_index, coordinates, geocode, is_address, normalise

TOWNS = (
    ("015118", "Legnano", "MI", 60_000),
    ("023044", "Legnago", "VR", 25_000),
    ("015041", "Busto Garolfo", "MI", 14_000),
    ("012026", "Busto Arsizio", "VA", 83_000),
    ("015194", "San Giorgio su Legnano", "MI", 6_800),
    ("098050", "Sant'Angelo Lodigiano", "LO", 13_000),
    ("013041", "Cantù", "CO", 40_000),
    ("001235", "Samone", "TO", 1_600),
    ("022165", "Samone", "TN", 500),
    ("021008", "Bolzano/Bozen", "BZ", 107_000),
    ("016183", "Ponte San Pietro", "BG", 11_000),
    ("016165", "Piazza Brembana", "BG", 1_200),
    ("015146", "Milano", "MI", 1_350_000),
)


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    """Thirteen municipalities, two hamlets, three CAPs and six organisations."""
    towns = pd.DataFrame(TOWNS, columns=["municipality_code", "municipality_name", "province_short", "population"])
    towns = towns.assign(point_lon=[8.0 + number / 10 for number in range(len(TOWNS))], point_lat=45.5)
    rows = [
        (name, 8.0 + n / 10, 45.5, "municipality", code, None, people)
        for n, (code, name, _, people) in enumerate(TOWNS)
    ]
    rows += [
        ("Borsano", 8.86, 45.58, "place", "012026", None, 5_000),
        ("Legnano", 8.91, 45.59, "place", "015118", None, 60_000),
        ("20025", 8.0, 45.5, "postcode", "015118", "20025", 0),
        ("20020", 8.2, 45.5, "postcode", "015041", "20020", 0),
        ("20020", 8.9, 45.5, "postcode", "016183", "20020", 0),
    ]
    columns = ["name", "lon", "lat", "what", "municipality_code", "postcode", "population"]
    return build_place_index(pd.DataFrame(rows, columns=columns), organisations(), towns)


def organisations() -> pd.DataFrame:
    rows = [
        ("Filati Rossi S.p.A.", 8.95, 45.6, "address", "015118", "manual", False),
        ("A.P.I. Milano", None, None, "none", "015146", "manual", False),
        ("Rete senza luogo", None, None, "none", None, "manual", False),
        ("Forno Bianchi (dimostrazione)", 8.9, 45.6, "exact", "012026", "demo", True),
        ("Borsano", 8.87, 45.58, "exact", "012026", "manual", False),
        ("Comune di Milano", None, None, "none", "015146", "manual", False),
    ]
    columns = ["organisation_name", "lon", "lat", "position_quality", "municipality_code", "source_id", "is_demo"]
    return pd.DataFrame(rows, columns=columns)


def best(index: PlaceIndex, words: str) -> Candidate:
    return geocode(index, words)[0]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        pytest.param("Busto Garolfo", "Busto Garolfo (MI)", id="as it is written"),
        pytest.param("  busto   GAROLFO ", "Busto Garolfo (MI)", id="spaces and capitals"),
        pytest.param("cantu", "Cantù (CO)", id="accent left out"),
        pytest.param("CANTU'", "Cantù (CO)", id="apostrophe for an accent"),
        pytest.param("Sant’Angelo Lodigiano", "Sant'Angelo Lodigiano (LO)", id="typographic apostrophe"),
        pytest.param("S.Angelo Lodigiano", "Sant'Angelo Lodigiano (LO)", id="S. for Sant'"),
        pytest.param("s giorgio su legnano", "San Giorgio su Legnano (MI)", id="s for San"),
        pytest.param("Ponte S. Pietro", "Ponte San Pietro (BG)", id="S. in the middle"),
        pytest.param("Lengano", "Legnano (MI)", id="two letters swapped"),
        pytest.param("Legnno", "Legnano (MI)", id="a letter missing"),
        pytest.param("Legnago", "Legnago (VR)", id="not taken for its neighbour in spelling"),
        pytest.param("San Giorgio su Legnano (MI)", "San Giorgio su Legnano (MI)", id="a label typed back"),
        pytest.param("Bozen", "Bolzano/Bozen (BZ)", id="the other language"),
        pytest.param("Samone", "Samone (TO)", id="homonyms, the more populous first"),
        pytest.param("Samone (TN)", "Samone (TN)", id="homonyms, province in brackets"),
        pytest.param("samone tn", "Samone (TN)", id="homonyms, province at the end"),
        pytest.param("Comune di Legnano", "Legnano (MI)", id="the body for the place"),
        pytest.param("Legnano, Italia", "Legnano (MI)", id="country at the end"),
        pytest.param("Legnano centro", "Legnano (MI)", id="a part of town that nobody knows"),
        pytest.param("20025", "20025, Legnano (MI)", id="CAP"),
        pytest.param("CAP 20025", "20025, Legnano (MI)", id="CAP with its name"),
        pytest.param("20025 Legnano", "Legnano (MI)", id="CAP and municipality"),
        pytest.param("Borsano, Busto Arsizio", "Borsano, Busto Arsizio (VA)", id="a place in a municipality"),
        pytest.param("via Milano 3, Legnano", "Legnano (MI)", id="address, street named as a city"),
        pytest.param("via Milano, 3, 20025 Legnano MI", "Legnano (MI)", id="address as on an envelope"),
        pytest.param("Via Milano 3/b Legnano", "Legnano (MI)", id="address without commas"),
        pytest.param("via Milano Legnano", "Legnano (MI)", id="address without number and commas"),
        pytest.param("Legnano, via Milano 3", "Legnano (MI)", id="municipality before the street"),
        pytest.param("p.za San Magno 9, Legnano", "Legnano (MI)", id="abbreviated square"),
        pytest.param(
            "viale Po 5, S. Giorgio su Legnano", "San Giorgio su Legnano (MI)", id="saint after a house number"
        ),
        pytest.param("via Roma 1, Lengano", "Legnano (MI)", id="slip in an address"),
        pytest.param("Piazza Brembana", "Piazza Brembana (BG)", id="a municipality that begins like a street"),
        pytest.param("piazza brenbana", "Piazza Brembana (BG)", id="the same with a slip"),
        pytest.param("filati rossi spa", "Filati Rossi S.p.A., Legnano (MI)", id="organisation with its legal form"),
        pytest.param("Filati Rossi", "Filati Rossi S.p.A., Legnano (MI)", id="organisation without it"),
        pytest.param("comune di milano", "Comune di Milano, Milano (MI)", id="organisation that is named so"),
        pytest.param("API Milano", "A.P.I. Milano, Milano (MI)", id="initials without points"),
    ],
)
def test_the_best_candidate_is_what_a_reader_would_take(index: PlaceIndex, words: str, label: str) -> None:
    assert best(index, words).label == label


@pytest.mark.parametrize(
    ("words", "quality", "what"),
    [
        pytest.param("Legnano", "municipality", "municipality", id="municipality"),
        pytest.param("20025", "municipality", "postcode", id="CAP"),
        pytest.param("via Milano 3, Legnano", "municipality", "municipality", id="address"),
        pytest.param(
            "Borsano, Busto Arsizio", "exact", "organisation", id="organisation before a place of the same name"
        ),
        pytest.param("Filati Rossi", "address", "organisation", id="organisation"),
        pytest.param("A.P.I. Milano", "municipality", "organisation", id="organisation known by its municipality"),
        pytest.param("45.594, 8.918", "exact", "coordinates", id="coordinates"),
    ],
)
def test_a_candidate_says_how_precise_it_is(index: PlaceIndex, words: str, quality: str, what: str) -> None:
    found = best(index, words)
    assert (found.quality, found.what) == (quality, what)


def test_the_municipality_comes_before_those_that_only_resemble_it(index: PlaceIndex) -> None:
    found = geocode(index, "Legnano")
    assert [candidate.label for candidate in found] == [
        "Legnano (MI)",
        "San Giorgio su Legnano (MI)",
        "Legnago (VR)",
    ]
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)


@pytest.mark.parametrize("words", ["via Po 5 S. Giorgio su Legnano", "via Po 5/b San Giorgio su Legnano"])
def test_the_letter_of_a_house_number_is_not_taken_for_a_saint(index: PlaceIndex, words: str) -> None:
    assert (best(index, words).label, best(index, words).score) == ("San Giorgio su Legnano (MI)", 100)


def test_a_place_with_the_name_of_its_municipality_is_not_offered_twice(index: PlaceIndex) -> None:
    assert sum(candidate.label.startswith("Legnano") for candidate in geocode(index, "Legnano", max_count=50)) == 1


def test_the_beginning_of_a_name_finds_all_that_begin_so_the_more_populous_first(index: PlaceIndex) -> None:
    assert [c.label for c in geocode(index, "bus")] == ["Busto Arsizio (VA)", "Busto Garolfo (MI)"]


def test_a_postcode_of_two_municipalities_gives_both(index: PlaceIndex) -> None:
    assert {c.municipality_name for c in geocode(index, "20020")} == {"Busto Garolfo", "Ponte San Pietro"}


@pytest.mark.parametrize("words", ["via Milano 3, Legnano", "P.za San Magno 9, Legnano", "Legnano, v.le Po 5"])
def test_an_address_is_known_by_its_street(words: str) -> None:
    assert is_address(words)


@pytest.mark.parametrize("words", ["Legnano", "Viadana, Mantova", "via", ""])
def test_a_place_is_no_address(words: str) -> None:
    assert not is_address(words)


def test_an_organisation_without_any_place_comes_without_coordinates(index: PlaceIndex) -> None:
    found = best(index, "Rete senza luogo")
    assert (found.lon, found.lat, found.quality) == (None, None, "none")


def test_a_demonstration_firm_is_flagged(index: PlaceIndex) -> None:
    assert best(index, "forno bianchi").is_demo
    assert not best(index, "filati rossi").is_demo


@pytest.mark.parametrize(
    "words",
    [
        "45.594, 8.918",
        "45,594 8,918",
        "45,594, 8,918",
        "45.594,8.918",
        "8.918 45.594",
        "8,918; 45,594",
        "(45.594; 8.918)",
        "45.594N 8.918E",
        "45.594° N, 8.918° E",
        "+45.594 / +8.918",
    ],
)
def test_coordinates_are_read_in_either_order(words: str) -> None:
    assert coordinates(words) == (8.918, 45.594)


@pytest.mark.parametrize(
    "words", ["45.594", "45.594, ", "48.86, 2.35", "99 99", "45.594, 8.918, 3", "a, b", "", "nan, inf"]
)
def test_what_is_no_point_of_italy_is_no_coordinates(words: str) -> None:
    assert coordinates(words) is None


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \t\n", id="spaces"),
        pytest.param("???!!,,;", id="signs"),
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("\x00\x1f", id="control characters"),
        pytest.param("😀", id="a face"),
        pytest.param("\ud800", id="half a character"),
        pytest.param("99999", id="no such CAP"),
        pytest.param("via Milano 3", id="address without a municipality"),
        pytest.param("via Milano", id="street alone, not the city"),
        pytest.param("qwertyuiop", id="a word that resembles nothing"),
        pytest.param("Legnano " * 12_500, id="100 kB"),
        pytest.param(" " * 190 + "45", id="spaces that go on"),
    ],
)
def test_what_cannot_be_read_gives_no_candidate(index: PlaceIndex, words: str) -> None:
    assert geocode(index, words) == ()


@settings(deadline=None)
@given(words=st.text(max_size=250))
def test_no_words_raise(index: PlaceIndex, words: str) -> None:
    assert len(geocode(index, words)) <= 8


@settings(deadline=None)
@given(words=st.text(alphabet="aàbcdeègilnorst' .-S", max_size=40))
def test_the_same_words_give_the_same_answer_in_the_same_order(index: PlaceIndex, words: str) -> None:
    assert geocode(index, words, max_count=50) == geocode(index, words, max_count=50)


@given(words=st.text(max_size=60))
def test_normalising_twice_changes_nothing(words: str) -> None:
    assert normalise(normalise(words)) == normalise(words)


@pytest.mark.parametrize(("asked_count", "count"), [(1, 1), (0, 1), (-3, 1), (2, 2)])
def test_the_number_of_candidates_is_bounded(index: PlaceIndex, asked_count: int, count: int) -> None:
    assert len(geocode(index, "Legnano", max_count=asked_count)) == count


def test_the_order_of_the_tables_changes_nothing(toy_index: Callable[[int], PlaceIndex]) -> None:
    for words in ("uno", "nov", "due (AA)"):
        assert geocode(toy_index(1), words) == geocode(toy_index(-1), words)


@pytest.fixture
def toy_index() -> Callable[[int], PlaceIndex]:
    """Make an index, of the tables as they are (step 1) or upside down (step -1)."""
    towns = pd.DataFrame(
        {
            "municipality_code": ["901001", "901002", "902005"],
            "municipality_name": ["Uno", "Due", "Nove"],
            "province_short": ["AA", "AA", "BB"],
            "point_lon": [9.0, 9.1, 9.2],
            "point_lat": 45.1,
        }
    )
    places = pd.DataFrame(
        {
            "name": ["Uno", "Due", "Nove", "Nova"],
            "lon": 9.0,
            "lat": 45.1,
            "what": ["municipality", "municipality", "municipality", "place"],
            "municipality_code": ["901001", "901002", "902005", "901001"],
            "postcode": None,
            "population": [10, 20, 30, 5],
        }
    )

    def make(step: int) -> PlaceIndex:
        return build_place_index(places[::step], organisations()[:0], towns[::step])

    return make
