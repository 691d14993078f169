import pytest

from welfare_map.register.uploads.fields import UploadTable, fields_of, is_code
from welfare_map.register.uploads.vocabulary import code_label, code_of, codes_of, nearest_code
from welfare_map.texts import LANGUAGES

COLUMNS = sorted(
    {field.name for table in UploadTable for field in fields_of(table) if field.column and is_code(field.column)}
)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_code_and_its_words_mean_the_code(column: str) -> None:
    assert codes_of(column)
    for code in codes_of(column):
        assert code_of(code, column) == code
        assert {code_of(code_label(code, column, lang), column) for lang in LANGUAGES} == {code}


@pytest.mark.parametrize(
    ("words", "column", "code"),
    [
        ("asilo nidoo", "kind", "nursery"),
        ("ASILO-NIDI", "kind", "nursery"),
        ("nursry", "kind", "nursery"),
        ("care_hom", "kind", "care_home"),
        ("privatoo", "ownership", "private"),
        ("xyzzy", "kind", ""),
        ("", "kind", ""),
    ],
)
def test_a_near_miss_is_suggested(words: str, column: str, code: str) -> None:
    assert nearest_code(words, column) == code


@pytest.mark.parametrize(
    ("words", "code"), [("asilo nido", "nursery"), ("RSA", "care_home"), ("C.D.I.", "integrated_day_centre")]
)
def test_what_people_write_is_understood(words: str, code: str) -> None:
    assert code_of(words, "kind") == code
