import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.streets import StreetAddress, clean_exponent, split_address, street_key, street_parts


@pytest.mark.parametrize(
    "ways",
    [
        pytest.param(("Via XXV Aprile", "VIA 25 APRILE", "via venticinque aprile", "V. 25 Aprile"), id="a date"),
        pytest.param(
            ("Piazza I Maggio", "P.zza 1° Maggio", "P.ZA PRIMO MAGGIO", "piazza 1º maggio"), id="first of May"
        ),
        pytest.param(("Via Giuseppe Garibaldi", "VIA GARIBALDI GIUSEPPE"), id="surname first"),
        pytest.param(("Piazza San Magno", "P.ZZA S. MAGNO", "pza s.magno"), id="a saint"),
        pytest.param(("Via Sant'Ambrogio", "VIA S.AMBROGIO", "Via Sant’Ambrogio"), id="a saint with apostrophe"),
        pytest.param(("Corso Vittorio Emanuele II", "C.so Vittorio Emanuele secondo"), id="a king"),
        pytest.param(("Via Umberto I", "VIA UMBERTO PRIMO", "via umberto 1°"), id="the first king"),
        pytest.param(("Via Giovanni XXIII", "Via Giovanni ventitreesimo"), id="a pope"),
        pytest.param(("Viale delle Rose", "V.LE ROSE", "Vle delle rose"), id="linking words"),
        pytest.param(("Via F.lli Cervi", "VIA FRATELLI CERVI", "Via Flli Cervi"), id="brothers"),
        pytest.param(("Largo Cantù", "L.GO CANTU'"), id="an accent"),
        pytest.param(("Via dell'Artigianato", "VIA DELL' ARTIGIANATO", "via artigianato"), id="an article"),
    ],
)
def test_the_usual_ways_to_write_a_street_have_one_key(ways: tuple[str, ...]) -> None:
    assert {street_key(way) for way in ways} == {street_key(ways[0])}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("Via Roma", "Viale Roma", id="another kind"),
        pytest.param("Via Roma", "Via Romagna", id="another name"),
        pytest.param("Via 25 Aprile", "Via 24 Aprile", id="another day"),
        pytest.param("Via Vittorio Emanuele II", "Via Vittorio Emanuele III", id="another king"),
        pytest.param("Via C. Battisti", "Via 100 Battisti", id="an initial is no number"),
        pytest.param("Via A. Volta", "Via Volta", id="an initial is no linking word"),
        pytest.param("Via Mille", "Via Mi", id="a word is no Roman number"),
    ],
)
def test_different_streets_have_different_keys(first: str, second: str) -> None:
    assert street_key(first) != street_key(second)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Via Garibaldi, 12/B", ("Via Garibaldi", 12, "b")),
        ("VIA ROMA 12 BIS", ("VIA ROMA", 12, "bis")),
        ("Via Roma n. 5", ("Via Roma", 5, "")),
        ("Via Roma, n° 5", ("Via Roma", 5, "")),
        ("Via 25 Aprile", ("Via 25 Aprile", None, "")),
        ("Via 25 Aprile 3", ("Via 25 Aprile", 3, "")),
        ("Via Roma snc", ("Via Roma", None, "")),
        ("Via Roma, s.n.", ("Via Roma", None, "")),
        ("", ("", None, "")),
        ("12", ("12", None, "")),
    ],
)
def test_a_street_is_parted_from_its_number(words: str, parts: tuple[str, int | None, str]) -> None:
    assert split_address(words) == StreetAddress(*parts)


@pytest.mark.parametrize(("cell", "exponent"), [("/B", "b"), (" bis ", "bis"), (None, ""), ("A/2", "a2")])
def test_what_follows_a_number_is_folded(cell: object, exponent: str) -> None:
    assert clean_exponent(cell) == exponent


@given(st.text(max_size=400))
def test_any_words_have_a_key_and_parts(words: str) -> None:
    key = street_key(words)
    asked = split_address(words)

    assert key == " ".join(key.split())
    assert asked.number is None or 0 <= asked.number < 100_000
    assert isinstance(street_parts(words), tuple)
