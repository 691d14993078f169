"""The words of Streamlit that the pages translate are still those that Streamlit says."""

from functools import cache
from pathlib import Path

import streamlit as st

from welfare_map.ui.components.frame import FRAMEWORK_WORDS

BUNDLE = Path(st.__file__).parent / "static" / "static" / "js"


@cache
def bundle() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(BUNDLE.glob("*.js")))


def is_said(words: str) -> bool:
    """Tell whether a text of the bundle is these words, or begins with them where a value follows."""
    before, gap, after = words.partition("{}")
    if not before:
        return f"}}{after}`" in bundle()
    return any(f"{quote}{before}{'${' if gap else quote}" in bundle() for quote in "`\"'")


def test_each_word_that_is_translated_stands_in_streamlit() -> None:
    assert [words for words in FRAMEWORK_WORDS if not is_said(words)] == []
    assert not is_said("Navigate to a page that is not")
