"""Licences of published data. No licence, no layer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence: our code for it, its name and its address."""

    code: str
    name: str
    url: str


LICENCES: dict[str, Licence] = {
    licence.code: licence
    for licence in (
        Licence("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        Licence("IODL-2.0", "Italian Open Data License 2.0", "https://www.dati.gov.it/iodl/2.0/"),
        Licence("MIT", "MIT License", "https://opensource.org/license/mit"),
        Licence("ODbL-1.0", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    )
}
