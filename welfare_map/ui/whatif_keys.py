"""What the section *E se…* holds: the scenarios as they are written, and the change that is being put together."""

from collections.abc import Mapping
from typing import Final

from welfare_map.share_whatif import read_scenarios

SCENARIOS: Final = "scenarios"
"""Texts of ``model.scenario``, one to three; "" for one without changes yet."""
ACTIVE: Final = "scenario_active"
"""Which of them is being put together, from 0."""
VERB: Final = "scenario_verb"
KIND: Final = "scenario_kind"
PLACES_COUNT: Final = "scenario_places"
SERVICE: Final = "scenario_service"
"""Service that the change is about, "" for none."""
DAYS: Final = "scenario_days"
OPENS: Final = "scenario_opens"
SHUTS: Final = "scenario_shuts"
PCT: Final = "scenario_pct"
AGES: Final = "scenario_ages"
WHERE: Final = "scenario_where"
FORM: Final = "scenario_form"
"""Whether the form is unfolded; ``IS_FORM_WANTED`` unfolds it at the next drawing."""
IS_FORM_WANTED: Final = "scenario_form_wanted"
TRACKED: Final = (SCENARIOS,)
"""What the address carries."""


def whatif_values(params: Mapping[str, object]) -> dict[str, object]:
    """Return what the section holds for an address."""
    texts = tuple(scenario.text for scenario in read_scenarios(params))
    return {SCENARIOS: texts or ("",), ACTIVE: 0, SERVICE: ""}
