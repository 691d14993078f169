"""Which section of *Registro* is drawn, and which of its forms: codes, nothing of who is there or what they write."""

from collections.abc import Mapping
from typing import Final

from welfare_map.parameters import among

TOKEN: Final = "registry_token"  # noqa: S105  # the name in the session's state
SECTION: Final = "registry_section"
"""Text key of the section; what somebody asks for who has yet to sign in waits there."""
FORM: Final = "registry_form"
TRACKED: Final = (SECTION, FORM)
SECTIONS: Final[Mapping[str, str]] = {
    "queue": "registry.section.queue",
    "editing": "registry.section.editing",
    "upload": "registry.section.upload",
    "history": "registry.section.history",
    "duplicates": "duplicates.section",
    "recheck": "quality.recheck_section",
    "forms": "registry.section.public_forms",
}
"""Code in the address -> text key."""
FORMS: Final = ("service", "practice", "adhesion", "report")


def registry_values(params: Mapping[str, str]) -> dict[str, object]:
    """Return what the widgets hold for an address."""
    return {SECTION: SECTIONS.get(among(params, "desk", SECTIONS) or ""), FORM: among(params, "form", FORMS)}


def registry_params(section: str | None, form: str | None) -> dict[str, str]:
    """Return the parameters of a section and of a form; those that nobody chose have none."""
    codes = {key: code for code, key in SECTIONS.items()}
    return {**({"desk": codes[section]} if section else {}), **({"form": form} if form else {})}
