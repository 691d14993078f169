"""The summary behind the declaration of accessibility has the rules that axe-core asks today."""

from collections.abc import Callable
from typing import Any

import examining
import pytest

from welfare_map.ui.accessibility.run import read_run

pytestmark = pytest.mark.browser
OpenSite = Callable[..., Any]


def test_the_rules_of_the_summary_are_those_that_axe_asks_today(open_page: OpenSite) -> None:
    visit = open_page("about:blank")
    examining.ask_axe(visit.page, "declaration", is_page=False)
    examining.LOOKS.pop()
    again = "axe-core has changed: run `make accessibility`"
    run = read_run()
    assert run.versions["axe"] == examining.VERSIONS["axe"], again
    assert dict(run.rules) == examining.RULES, again
