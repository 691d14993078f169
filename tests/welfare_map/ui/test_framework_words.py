"""The words of Streamlit that the pages translate are still those that Streamlit says."""

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit as st

from welfare_map.texts import LANGUAGES
from welfare_map.ui.components.framework_words import FRAMEWORK_WORDS, shown_words

BUNDLE = Path(st.__file__).parent / "static" / "static" / "js"


@cache
def bundle() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(BUNDLE.glob("*.js")))


def is_said(words: str) -> bool:
    """Tell whether a text of the bundle is these words, or begins with them where a value follows."""
    before, gap, *_, after = re.split(r"({})", words) if "{}" in words else (words, "", "")
    if not before:
        return f"}}{after}`" in bundle()
    return any(f"{quote}{before}{'${' if gap else quote}" in bundle() for quote in "`\"'")


def test_each_word_that_is_translated_stands_in_streamlit() -> None:
    assert [words for words in FRAMEWORK_WORDS if not is_said(words)] == []
    assert not is_said("Navigate to a page that is not")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_has_a_bold_part_is_translated_as_a_whole_and_in_the_parts_that_the_page_shows(lang: str) -> None:
    words = shown_words(lang)
    assert not [said for pair in words.items() for said in pair if "**" in said]
    late = ": Date set outside allowed range. Please select a date on or before {}."
    assert words[f"Error{late}"] == words["Error"] + words[late]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_has_the_gaps_of_the_original(lang: str) -> None:
    assert [said for said, ours in shown_words(lang).items() if said.count("{}") != ours.count("{}")] == []
