import ateco
import pytest
from ateco import get_edition
from hypothesis import given
from hypothesis import strategies as st

from welfare_map.register.uploads.identifiers import clean_sector, clean_tax_code, clean_vat_code

VALID_VAT = "00743110157"


def test_the_package_has_the_whole_list_of_2025() -> None:
    assert get_edition("2025").node_count == 22 + 87 + 287 + 651 + 920 + 1290
    assert sum(ateco.validate(f"{number:02d}", edition="2025") for number in range(1, 100)) == 87


@pytest.mark.parametrize("words", [VALID_VAT, "IT00743110157", "it 007 431 101 57", "743110157"])
def test_a_vat_number_is_taken_in_any_spelling(words: str) -> None:
    assert clean_vat_code(words).value == VALID_VAT


@pytest.mark.parametrize("words", ["00743110158", "1234", "DE123456789", "abc", "007431101570"])
def test_a_wrong_vat_number_is_an_error(words: str) -> None:
    cleaned = clean_vat_code(words)
    assert (cleaned.value, cleaned.rule, cleaned.is_error) == (None, "bad_vat_code", True)


@given(st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(at: int, step: int) -> None:
    wrong = VALID_VAT[:at] + str((int(VALID_VAT[at]) + step) % 10) + VALID_VAT[at + 1 :]
    assert clean_vat_code(wrong).rule == "bad_vat_code"


@pytest.mark.parametrize("clean", [clean_vat_code, clean_tax_code])
@pytest.mark.parametrize("words", ["RSSMRA80A01F205X", "rss mra 80a01 f205z", "RSSMRAU0A01F205A"])
def test_a_persons_tax_code_is_refused_and_not_repeated(clean: object, words: str) -> None:
    cleaned = clean(words)  # type: ignore[operator]
    assert (cleaned.value, cleaned.rule, cleaned.is_error, cleaned.is_secret) == (None, "personal_tax_code", True, True)


def test_a_tax_code_of_a_body_is_checked() -> None:
    assert clean_tax_code(VALID_VAT).value == VALID_VAT
    assert clean_tax_code("80012345678").rule == "bad_tax_code"


@pytest.mark.parametrize(
    ("words", "division"),
    [("88.91.00", "88"), ("889100", "88"), ("88", "88"), ("1.11", "01"), ("1", "01"), ("01,11", "01"), ("", None)],
)
def test_a_code_of_any_level_gives_its_division(words: str, division: str | None) -> None:
    assert (clean_sector(words).value, clean_sector(words).rule) == (division, "")


@pytest.mark.parametrize("words", ["04", "A", "Commercio", "88.99.99.99", "45", "8" * 30])
def test_what_the_list_of_2025_does_not_have_is_an_error(words: str) -> None:
    assert (clean_sector(words).rule, clean_sector(words).is_error) == ("unknown_sector", True)


def test_a_code_of_an_earlier_list_keeps_its_division_with_a_warning() -> None:
    cleaned = clean_sector("01.11.1")
    assert (cleaned.value, cleaned.rule, cleaned.is_error) == ("01", "earlier_sector", False)


@given(st.text(max_size=20))
def test_any_text_gives_a_value_or_a_rule(words: str) -> None:
    for clean in (clean_vat_code, clean_tax_code, clean_sector):
        cleaned = clean(words)
        assert cleaned.value is None or not cleaned.is_error
