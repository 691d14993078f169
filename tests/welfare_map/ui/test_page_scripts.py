"""Scripts of a page travel without their comments, and whole."""

import pytest

from welfare_map.ui.page_scripts import FOLDER, NAMES, without_comments


@pytest.mark.parametrize(
    "comment",
    ["/* It goes on\n   in another line. */", "go(); /* It goes on\n   here. */", "/* Code stands behind. */ go();"],
    ids=["of two lines", "behind code", "before code"],
)
def test_a_comment_that_has_no_line_of_its_own_is_refused(comment: str) -> None:
    with pytest.raises(ValueError, match="a line of its own"):
        without_comments(f"function () {{\n  {comment}\n}}")


def test_comments_do_not_travel_and_the_rest_does() -> None:
    assert without_comments("function () {\n  /* Goes. */\n  go();\n}\n") == "function () {\ngo();\n}"


@pytest.mark.parametrize("name", NAMES)
def test_no_script_of_ours_is_refused(name: str) -> None:
    assert without_comments((FOLDER / f"{name}.js").read_text(encoding="utf-8")).startswith("function (")
