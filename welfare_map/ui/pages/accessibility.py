"""The declaration of accessibility: what the last run of the tests found, and what follows from it."""

from typing import Final

import streamlit as st

from welfare_map.maps.parts import stacked_table
from welfare_map.maps.popups import escape, link
from welfare_map.texts import formats, has_text, keys, text
from welfare_map.ui import visit_address
from welfare_map.ui.accessibility.run import (
    CRITERIA,
    RUN_PATH,
    Fault,
    Outcome,
    Run,
    conformity,
    read_assessed,
    read_run,
)
from welfare_map.ui.components.frame import LANGUAGE_NAMES, title
from welfare_map.ui.components.unread import say_unread
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked

STATES: Final = "declaration.state."
"""Beginning of the text keys that name the states of pages; what follows is the code of a state."""
KNOWN_FAULTS: Final = ("documents", "labels")
"""What is not accessible and no rule looks at, told in words; take one out when it is mended."""
NOTES: Final = (*KNOWN_FAULTS, "burden", "outside")
CONTACTS: Final = ("feedback", "enforcement")
"""Parts of the statement that are words alone, and those with an address of the operator's."""
MOST_FAULTS: Final = 50
"""Rows of the table; the file has all."""


def known_states() -> tuple[str, ...]:
    """Return the codes of the states that a run has to look at."""
    return tuple(key.removeprefix(STATES) for key in sorted(keys("it")) if key.startswith(STATES))


def show(page: Page) -> None:
    """Show the parts of the model statement, in its order."""
    lang = page.lang
    run, assessed = read_run(), read_assessed()
    unread_slot = title(text("declaration.title", lang), lang, has_parts=True)
    _effort(page)
    _part("conformity", lang)
    found = conformity(run, assessed, known_states(), KNOWN_FAULTS)
    st.markdown(text(f"declaration.conformity.{found}", lang))
    st.markdown(text("declaration.conformity_computed", lang))
    _part("not_accessible", lang)
    _not_accessible(run, assessed, lang)
    _part("preparation", lang)
    _preparation(run, lang)
    _states(run, lang)
    _criteria(run, assessed, lang)
    addresses = (page.settings.accessibility_contact, page.settings.enforcement_url)
    for name, address in zip(CONTACTS, addresses, strict=True):
        _part(name, lang)
        _known_or_not(name, address, lang)
    visit_address.write_address(None)
    say_unread(unread_slot, lang)


def _part(name: str, lang: str) -> None:
    st.header(text(f"declaration.{name}_title", lang), anchor=name)


def _effort(page: Page) -> None:
    name = page.settings.operator_name
    st.markdown(
        marked("declaration.effort", page.lang, name=name) if name else text("declaration.effort_unknown", page.lang)
    )


def _known_or_not(name: str, address: str, lang: str) -> None:
    """Draw a sentence with the address that the operator gave, or that there is none."""
    if not address:
        st.markdown(text(f"declaration.{name}_unknown", lang))
        return
    words = escape(text(f"declaration.{name}", lang))
    st.html(f"<p>{words} {link(address, address.removeprefix('mailto:'))}</p>")


def _not_accessible(run: Run, assessed: dict[str, Outcome], lang: str) -> None:
    """Draw what the run found wrong, left out or could not decide."""
    if run.faults:
        st.markdown(text("declaration.faults", lang, count=formats.number(len(run.faults), lang)))
        rows = [_fault_row(fault, run, lang) for fault in run.faults[:MOST_FAULTS]]
        heads = _heads(("rule", "criteria", "where", "element"), lang)
        st.html(stacked_table(heads, rows, _title("not_accessible", lang)))
    else:
        st.markdown(text("declaration.no_faults", lang))
    if run.failed_count:
        st.markdown(text("declaration.failed", lang, count=formats.number(run.failed_count, lang)))
    missing = [code for code in known_states() if code not in run.states]
    if missing:
        names = "; ".join(text(f"declaration.state.{code}", lang) for code in missing)
        st.markdown(marked("declaration.not_looked", lang, names=names))
    looked = sum(bool(run.rules_of(criterion)) for criterion in CRITERIA)
    judged = len(assessed)
    numbers = {"looked": looked, "all": len(CRITERIA), "judged": judged, "unjudged": len(CRITERIA) - judged}
    said = {name: formats.number(number, lang) for name, number in numbers.items()}
    st.markdown(text("declaration.unjudged", lang, **said))
    for name in NOTES:
        st.markdown(text(f"declaration.{name}", lang))
    if run.undecided:
        st.markdown(text("declaration.undecided", lang))
        rows = [(_rule(rule, lang), formats.number(len(states), lang)) for rule, states in run.undecided.items()]
        st.html(stacked_table(_heads(("rule", "states"), lang), rows, text("declaration.column.rule", lang)))


def _fault_row(fault: Fault, run: Run, lang: str) -> tuple[str, ...]:
    where = (
        text(f"declaration.state.{fault.state}", lang),
        text(f"declaration.document.{fault.document}", lang),
        LANGUAGE_NAMES[fault.lang],
        f"{fault.width_px} px",
        text(f"declaration.scheme.{fault.scheme}", lang),
    )
    criteria = ", ".join(run.rules[fault.rule])
    return (
        _rule(fault.rule, lang),
        escape(criteria),
        escape(" · ".join(where)),
        f"<code>{escape(fault.element)}</code>",
    )


def _preparation(run: Run, lang: str) -> None:
    numbers = {
        "axe_count": len(run.rules) - len(run.own_rules),
        "own_count": len(run.own_rules),
        "state_count": len(run.states),
        "both_count": sum(len(looks.langs) > 1 for looks in run.states.values()),
        "look_count": run.look_count,
        "answer_count": run.answer_count,
    }
    said = {name: formats.number(number, lang) for name, number in numbers.items()}
    day = formats.day(run.tested_on.isoformat(), lang)
    st.markdown(text("declaration.preparation", lang, day=day, **run.versions, **said))
    st.download_button(
        text("declaration.download", lang), RUN_PATH.read_bytes(), file_name=RUN_PATH.name, mime="application/json"
    )


def _states(run: Run, lang: str) -> None:
    _part("states", lang)
    rows = [
        (
            escape(text(f"declaration.state.{code}", lang)),
            escape(", ".join(LANGUAGE_NAMES[one] for one in looks.langs)),
            escape(", ".join(formats.number(width_px, lang) for width_px in looks.widths_px)),
            escape(", ".join(text(f"declaration.scheme.{scheme}", lang) for scheme in looks.schemes)),
            formats.number(looks.look_count, lang),
        )
        for code, looks in run.states.items()
        if code in known_states()
    ]
    heads = _heads(("state", "langs", "widths", "schemes", "looks"), lang)
    st.html(stacked_table(heads, rows, _title("states", lang)))


def _criteria(run: Run, assessed: dict[str, Outcome], lang: str) -> None:
    _part("criteria", lang)
    rows = [
        (
            escape(f"{criterion} {_criterion(criterion, lang)}"),
            level,
            ", ".join(_rule(rule, lang) for rule in run.rules_of(criterion)) or "–",
            escape(text(f"declaration.outcome.{outcome_of(criterion, run, assessed)}", lang)),
            escape(_how(criterion, lang)),
        )
        for criterion, level in sorted(CRITERIA.items(), key=lambda item: _number(item[0]))
    ]
    heads = _heads(("criterion", "level", "rules", "outcome", "how"), lang)
    st.html(stacked_table(heads, rows, _title("criteria", lang)))


def outcome_of(criterion: str, run: Run, assessed: dict[str, Outcome]) -> str:
    """Return what is known of a criterion; a broken rule counts more than what we judged."""
    if criterion in run.broken_criteria:
        return "broken"
    if criterion in assessed:
        return assessed[criterion]
    return "unbroken" if run.rules_of(criterion) else "unjudged"


def _rule(rule: str, lang: str) -> str:
    """Return a rule of ours in words, one of axe by its name, as HTML."""
    key = f"declaration.rule.{rule}"
    return escape(text(key, lang)) if has_text(key) else f"<code>{escape(rule)}</code>"


def _criterion(criterion: str, lang: str) -> str:
    return text(f"declaration.criterion.{criterion.replace('.', '_')}", lang)


def _how(criterion: str, lang: str) -> str:
    """Return how a criterion that was judged was examined."""
    key = f"declaration.how.{criterion.replace('.', '_')}"
    return text(key, lang) if has_text(key) else "–"


def _number(criterion: str) -> tuple[int, ...]:
    return tuple(int(part) for part in criterion.split("."))


def _heads(names: tuple[str, ...], lang: str) -> list[str]:
    return [text(f"declaration.column.{name}", lang) for name in names]


def _title(name: str, lang: str) -> str:
    return text(f"declaration.{name}_title", lang)
