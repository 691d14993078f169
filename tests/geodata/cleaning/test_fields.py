"""The cleaners of single values: postcode, numbers, coordinates, telephone, municipality."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geodata.cleaning.coordinates import Position, clean_point, clean_position
from geodata.cleaning.municipality import clean_municipality_code
from geodata.cleaning.numbers import clean_amount, clean_count, clean_number
from geodata.cleaning.phone import clean_phone, is_one_of_several
from geodata.cleaning.postcode import clean_postcode

DIGITS = st.text(alphabet="0123456789.,-/ +", max_size=14)


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("24.126", "24126", id="taken for a number"),
        pytest.param("24.1", "24100", id="taken for a number that lost its zeros"),
        pytest.param("20023", "20023", id="as it should be"),
        pytest.param("20023.0", "20023", id="a spreadsheet's number"),
        pytest.param("187", "00187", id="lost its leading zeros"),
        pytest.param("240126", None, id="six digits"),
        pytest.param("MILANO", None, id="no digits"),
        pytest.param(None, None, id="missing"),
    ],
)
def test_postcodes_have_five_digits_or_are_missing(published: object, clean: str | None) -> None:
    assert clean_postcode(published) == clean


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        ("1_0", None),
        ("१", None),
        ("1e3", 1000.0),
        ("45,67", 45.67),
        ("45.67", 45.67),
        ("9.123", 9.123),
        ("1.234,5", 1234.5),
        ("-3", -3.0),
        ("inf", None),
        ("abc", None),
        ("", None),
    ],
)
def test_numbers_take_comma_or_point(published: str, clean: float | None) -> None:
    assert clean_number(published) == clean


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        ("12", 12),
        ("12,0", 12),
        ("2.000", 2000),
        ("10.000", 10_000),
        ("1.234.567", 1_234_567),
        ("2.000,00", 2000),
        ("2.00", 2),
        ("2.0", 2),
        ("0.500", None),
        ("0", 0),
        ("-1", None),
        ("1,5", None),
        ("1e300", None),
        ("3.000.000.000", None),
    ],
)
def test_counts_are_whole_and_not_negative(published: str, clean: int | None) -> None:
    assert clean_count(published) == clean


def test_a_position_takes_decimal_commas() -> None:
    assert clean_position("9,5", "45,25") == Position(9.5, 45.25)


def test_swapped_axes_are_put_in_order_and_said() -> None:
    assert clean_position("45.25", "9.5") == Position(9.5, 45.25, was_swapped=True)


@pytest.mark.parametrize(("lon", "lat"), [("0", "0"), ("9.5", "60"), ("", "45"), ("nan", "45"), ("9.5", None)])
def test_a_position_outside_italy_is_none(lon: object, lat: object) -> None:
    assert clean_position(lon, lat) is None


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("POINT (9.5 45.25)", id="well-known text"),
        pytest.param("point(9,5 45,25)", id="well-known text with commas"),
        pytest.param({"type": "Point", "coordinates": [9.5, 45.25]}, id="GeoJSON"),
        pytest.param({"longitude": "9.5", "latitude": "45.25"}, id="the portal's older form"),
    ],
)
def test_a_point_is_read_in_every_form(cell: object) -> None:
    assert clean_point(cell) == Position(9.5, 45.25)


METRES = {"EPSG:32632": (514854.2, 5034071.6), "EPSG:3003": (1514882.6, 5034090.2)}
"""The point 9.19 E 45.46 N."""
SYSTEMS_APART_DEG = 0.001
"""Monte Mario has another shift on each island; there and back differ by some ten metres."""


def metres_in(crs: str, lon: list[float], lat: list[float]) -> tuple[list[float], list[float]]:
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    return list(x), list(y)


@pytest.mark.parametrize("crs", ["EPSG:32632", "EPSG:3003"])
@pytest.mark.parametrize("is_swapped", [False, True], ids=["in order", "swapped"])
def test_metres_declared_as_degrees_are_converted_and_said(crs: str, *, is_swapped: bool) -> None:
    east, north = METRES[crs]

    position = clean_position(north, east) if is_swapped else clean_position(f"{east}".replace(".", ","), str(north))

    assert position is not None
    assert (position.metric_crs, position.was_swapped) == (crs, is_swapped)
    assert (round(position.lon, 3), round(position.lat, 3)) == (9.19, 45.46)


def test_metres_in_a_declared_system_are_converted_without_a_word() -> None:
    position = clean_position(*METRES["EPSG:3003"], crs="EPSG:3003")

    assert position is not None
    assert (position.metric_crs, round(position.lon, 3), round(position.lat, 3)) == ("", 9.19, 45.46)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        pytest.param("2046012", "5048000", id="between two systems"),
        pytest.param("514852", "6000000", id="north of Italy"),
        pytest.param("0", "5034071", id="no easting"),
        pytest.param("5034071", "5034071", id="two northings"),
    ],
)
def test_metres_outside_every_range_are_no_point(x: str, y: str) -> None:
    assert clean_position(x, y) is None


@given(st.floats(6.7, 18.4), st.floats(36, 47), st.sampled_from(["EPSG:32632", "EPSG:3003"]))
def test_a_point_of_italy_in_metres_comes_back_or_is_none(lon: float, lat: float, crs: str) -> None:
    (x,), (y,) = metres_in(crs, [lon], [lat])

    position = clean_position(x, y)

    if position is not None and position.metric_crs == crs:
        assert abs(position.lon - lon) < SYSTEMS_APART_DEG
        assert abs(position.lat - lat) < SYSTEMS_APART_DEG
        assert clean_position(position.lon, position.lat) == Position(position.lon, position.lat)


@pytest.mark.parametrize("cell", [None, "", "POINT EMPTY", {"coordinates": []}, "LINESTRING (1 2, 3 4)"])
def test_what_is_no_point_is_none(cell: object) -> None:
    assert clean_point(cell) is None


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("0331 000 000", "+390331000000", id="landline keeps its zero"),
        pytest.param("0331/000000", "+390331000000", id="slash after the area code"),
        pytest.param("+39 0331 000000", "+390331000000", id="with the country"),
        pytest.param("0039 0331000000", "+390331000000", id="with the country's zeros"),
        pytest.param("333 0000000", "+393330000000", id="mobile"),
        pytest.param("+41 44 000 00 00", "+41440000000", id="another country"),
        pytest.param("0331000000 - 0331000001", "+390331000000", id="the first of two"),
        pytest.param("0331000000/9", "+390331000000", id="the next line after a slash"),
        pytest.param("0371 40000 / 1", "+39037140000", id="the next line, spaced"),
        pytest.param("0331-000000-9", "+390331000000", id="the next line after a hyphen"),
        pytest.param("0331 000000/9/10", "+390331000000", id="two next lines"),
        pytest.param("02 63631/2", "+390263631", id="the next line of a short number"),
        pytest.param("02/63631", "+390263631", id="slash after a short area code"),
        pytest.param("02 1234567 / 333 1234567", "+39021234567", id="the first of two with a slash"),
        pytest.param("02 1234567 int. 12", "+39021234567", id="extension"),
        pytest.param("0331 000000 interno 3", "+390331000000", id="extension in full"),
        pytest.param("0331 000000 int 3 - 333 0000000", "+390331000000", id="extension before another number"),
        pytest.param("interno 333 0000000", "+393330000000", id="the word before a number"),
        pytest.param("02-1234-567", "+39021234567", id="short last group"),
        pytest.param("0332 - 766514", "+390332766514", id="spaced hyphen after the area code"),
        pytest.param("0331/000000 - 0331/000001", "+390331000000", id="two numbers with slashes"),
        pytest.param("+41 44 000 00-00", "+41440000000", id="last group of another country"),
        pytest.param("112", None, id="too short"),
        pytest.param("interno segreteria", None, id="words"),
        pytest.param("Segreteria: tel. 0331 000000", "+390331000000", id="words before a number"),
        pytest.param("0331 000000 (segreteria)", "+390331000000", id="words after a number"),
        pytest.param("0331 000000 e 0331 000001", "+390331000000", id="the first of two with a word between"),
        pytest.param("0331 sede 2 00000", None, id="words between the digits"),
        pytest.param("<script>alert(1)</script> 0331000000", None, id="code of a page"),
        pytest.param("<b>0331000000</b>", None, id="marks of a page"),
    ],
)
def test_telephone_numbers_are_e164_or_missing(published: str, clean: str | None) -> None:
    assert clean_phone(published) == clean


@pytest.mark.parametrize(
    ("published", "is_several"),
    [
        pytest.param("0331 000000", False, id="one"),
        pytest.param("0039 0331/000000", False, id="one with the country's zeros"),
        pytest.param("+41 44 000 00-00", False, id="one of another country"),
        pytest.param("02 1234567 int. 12", False, id="one with an extension"),
        pytest.param("02 63631/2", True, id="the next line"),
        pytest.param("02 1234567 / 333 1234567", True, id="two"),
        pytest.param("interno segreteria", False, id="none"),
    ],
)
def test_a_cell_with_more_telephones_than_the_one_taken_is_known(published: str, *, is_several: bool) -> None:
    assert is_one_of_several(published) is is_several


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        ("015118", "015118"),
        ("15118", "015118"),
        ("15118.0", "015118"),
        ("012009", "012144"),
        ("018002", "018026"),
        ("013199", "013256"),
        ("F205", None),
        ("", None),
    ],
)
def test_municipality_codes_are_those_of_2026(published: str, clean: str | None) -> None:
    assert clean_municipality_code(published) == clean


@given(DIGITS)
def test_cleaning_a_value_twice_is_cleaning_it_once(words: str) -> None:
    for cleaner in (clean_postcode, clean_phone, clean_municipality_code):
        assert cleaner(cleaner(words)) == cleaner(words)
    for number_cleaner in (clean_number, clean_count):
        assert number_cleaner(number_cleaner(words)) == number_cleaner(words)


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("€ 1.250", 1250.0, id="a point between thousands"),
        pytest.param("1.250,50 €", 1250.5, id="thousands and cents"),
        pytest.param("380.5", 380.5, id="one decimal"),
        pytest.param("380,999", 381.0, id="to the cent"),
        pytest.param(280.5, 280.5, id="a spreadsheet's number"),
        pytest.param("gratis", None, id="words"),
        pytest.param("", None, id="missing"),
    ],
)
def test_amounts_are_euros_to_the_cent(published: object, clean: float | None) -> None:
    assert clean_amount(published) == clean
