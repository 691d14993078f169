"""
A scenario: a list of changes to what the register knows, and the one text in which everybody writes it.

The options of the command, the address of the page and the register hold the same text::

    add:nursery:60@8.918,45.594          a new service: kind, places, longitude and latitude
    close:mim:MIAB01                     a service is given up
    enlarge:mim:MIAB01=80                it has so many places instead of those of its record
    move:mim:MIAB01@8.918,45.594         it stands elsewhere
    hours:mim:MIAB01=Mo-Fr 06:00-18:00   it is open at other hours (OpenStreetMap notation)
    open:mim:MIAB01                      a company service takes people from outside
    population:-5:0-2@alto-milanese      residents of an age, per cent, in a municipality, district, province or region

Changes are parted by ``;``. Inside one, ``%`` and ``;``, and ``=`` of an identifier, are written ``%25``, ``%3B``,
``%3D``. The order of changes does not matter.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Final, TypeAlias
from urllib.parse import unquote

from geodata.codes import ServiceKind
from geodata.errors import InputError

MAX_CHANGE_COUNT: Final = 20
MAX_SCENARIO_COUNT: Final = 3
MAX_ADDED_PLACES: Final = 2_000
"""More than any single service: a typing error is told."""
MAX_POPULATION_PCT: Final = 500.0
LONGEST_SCENARIO: Final = 4_000
"""Letters."""


class Ages(StrEnum):
    """Residents whose number a scenario can change."""

    UNDER_THREE = "0-2"
    THREE_TO_FIVE = "3-5"
    SIX_TO_FOURTEEN = "6-14"
    WORKING_AGE = "15-64"
    FROM_65 = "65+"
    FROM_75 = "75+"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class AddService:
    """A new service of a kind with so many full-time places at a point (degrees, EPSG:4326)."""

    verb: ClassVar[str] = "add"
    kind: ServiceKind
    places: int
    lon: float
    lat: float

    def __post_init__(self) -> None:
        """Refuse places that cannot be."""
        _check_places(self.places, least=1)

    @property
    def argument(self) -> str:
        """Return what stands behind the verb."""
        return f"{self.kind.value}:{self.places}@{_point(self.lon, self.lat)}"


@dataclass(frozen=True, slots=True)
class CloseService:
    """A service is given up."""

    verb: ClassVar[str] = "close"
    service_id: str

    @property
    def argument(self) -> str:
        """Return what stands behind the verb."""
        return _quoted(self.service_id)


@dataclass(frozen=True, slots=True)
class EnlargeService:
    """A service has so many places, authorised and accredited, instead of those of its record."""

    verb: ClassVar[str] = "enlarge"
    service_id: str
    places: int

    def __post_init__(self) -> None:
        """Refuse places that cannot be."""
        _check_places(self.places, least=0)

    @property
    def argument(self) -> str:
        """Return what stands behind the verb."""
        return f"{_quoted(self.service_id)}={self.places}"


@dataclass(frozen=True, slots=True)
class MoveService:
    """A service stands at another point (degrees, EPSG:4326)."""

    verb: ClassVar[str] = "move"
    service_id: str
    lon: float
    lat: float

    @property
    def argument(self) -> str:
        """Return what stands behind the verb."""
        return f"{_quoted(self.service_id)}@{_point(self.lon, self.lat)}"


@dataclass(frozen=True, slots=True)
class ChangeHours:
    """A service is open at other hours (OpenStreetMap notation)."""

    verb: ClassVar[str] = "hours"
    service_id: str
    opening_hours: str

    @property
    def argument(self) -> str:
        """Return what stands behind the verb."""
        return f"{_quoted(self.service_id)}={_quoted(self.opening_hours, '%;')}"


@dataclass(frozen=True, slots=True)
class OpenToOthers:
    """A company service takes people from outside."""

    verb: ClassVar[str] = "open"
    service_id: str

    @property
    def argument(self) -> str:
        """Return what stands behind the verb."""
        return _quoted(self.service_id)


@dataclass(frozen=True, slots=True)
class ChangePopulation:
    """
    Residents of an age in a place grow or shrink by so many per cent.

    Parameters
    ----------
    pct
        -100 to 500.
    where
        ISTAT code of a municipality, a province or a region, or id, name or alias of a district.
    """

    verb: ClassVar[str] = "population"
    pct: float
    ages: Ages
    where: str

    def __post_init__(self) -> None:
        """Refuse a share that cannot be."""
        if not (math.isfinite(self.pct) and -100 <= self.pct <= MAX_POPULATION_PCT):
            raise InputError("error.bad_population_pct", value=self.pct, maximum=int(MAX_POPULATION_PCT))

    @property
    def argument(self) -> str:
        """Return what stands behind the verb."""
        return f"{_number(self.pct)}:{self.ages.value}@{_quoted(self.where)}"


ServiceChange: TypeAlias = CloseService | EnlargeService | MoveService | ChangeHours | OpenToOthers
Change: TypeAlias = AddService | ServiceChange | ChangePopulation


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    Changes that somebody imagines together.

    Raises
    ------
    InputError
        There are too many, a service is changed twice in the same way, or is closed and changed.
    """

    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        """Refuse changes that cannot all hold."""
        if len(self.changes) > MAX_CHANGE_COUNT:
            raise InputError("error.too_many_changes", value=len(self.changes), maximum=MAX_CHANGE_COUNT)
        verbs: dict[str, Counter[str]] = {}
        for change in self.changes:
            if isinstance(change, ServiceChange):
                verbs.setdefault(change.service_id, Counter())[change.verb] += 1
        for service_id, counted in verbs.items():
            if max(counted.values()) > 1 or (CloseService.verb in counted and len(counted) > 1):
                raise InputError("error.contradicting_changes", value=service_id)

    @property
    def text(self) -> str:
        """Return the text in which it is written; ``read_scenario`` reads it back."""
        return ";".join(change_text(change) for change in self.changes)


def change_text(change: Change) -> str:
    """Return one change as it is written."""
    return f"{change.verb}:{change.argument}"


def read_scenario(words: str) -> Scenario:
    """
    Read a scenario.

    Raises
    ------
    InputError
        ``error.bad_change`` names the change that cannot be read; others say what is wrong with its values.
    """
    if len(words) > LONGEST_SCENARIO:
        raise InputError("error.scenario_too_long", value=len(words), maximum=LONGEST_SCENARIO)
    parts = (part.strip() for part in words.split(";"))
    return Scenario(tuple(_change(part) for part in parts if part))


def read_change(verb: str, argument: str) -> Change:
    """Read one change as an option of the command gives it; raises as ``read_scenario``."""
    return _change(f"{verb}:{argument.replace(';', '%3B')}")


def _change(words: str) -> Change:
    verb, _, argument = words.partition(":")
    reader = READERS.get(verb.strip())
    found = reader(argument.strip()) if reader and argument.isprintable() else None
    if found is None:
        raise InputError("error.bad_change", value=words)
    return found


def _add(words: str) -> Change | None:
    what, _, point = words.rpartition("@")
    kind, _, places = what.partition(":")
    at, count = _read_point(point), _whole(places)
    if at is None or count is None:
        return None
    if kind not in set(ServiceKind):
        raise InputError("error.unknown_choice", option="add", value=kind, allowed=", ".join(ServiceKind))
    return AddService(ServiceKind(kind), count, *at)


def _close(words: str) -> Change | None:
    return CloseService(unquote(words)) if words else None


def _open(words: str) -> Change | None:
    return OpenToOthers(unquote(words)) if words else None


def _enlarge(words: str) -> Change | None:
    service_id, _, places = words.rpartition("=")
    count = _whole(places)
    return None if not service_id or count is None else EnlargeService(unquote(service_id), count)


def _move(words: str) -> Change | None:
    service_id, _, point = words.rpartition("@")
    at = _read_point(point)
    return None if not service_id or at is None else MoveService(unquote(service_id), *at)


def _hours(words: str) -> Change | None:
    service_id, _, hours = (part.strip() for part in words.partition("="))
    return ChangeHours(unquote(service_id), unquote(hours)) if service_id and hours else None


def _population(words: str) -> Change | None:
    what, _, where = words.partition("@")
    share, _, ages = what.partition(":")
    pct = _float(share)
    if pct is None or not where:
        return None
    if ages not in set(Ages):
        raise InputError("error.unknown_choice", option="population", value=ages, allowed=", ".join(Ages))
    return ChangePopulation(pct, Ages(ages), unquote(where))


READERS: Final[Mapping[str, Callable[[str], Change | None]]] = MappingProxyType(
    {
        AddService.verb: _add,
        CloseService.verb: _close,
        EnlargeService.verb: _enlarge,
        MoveService.verb: _move,
        ChangeHours.verb: _hours,
        OpenToOthers.verb: _open,
        ChangePopulation.verb: _population,
    }
)
"""Verb -> what reads its argument; None where it cannot be read."""


# --- numbers and letters --------------------------------------------------------------------------------------------


def _quoted(words: str, letters: str = "%;=") -> str:
    for letter in letters:
        words = words.replace(letter, f"%{ord(letter):02X}")
    return words


def _point(lon: float, lat: float) -> str:
    return f"{_number(lon)},{_number(lat)}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _read_point(words: str) -> tuple[float, float] | None:
    lon, _, lat = words.partition(",")
    at = _float(lon), _float(lat)
    return None if at[0] is None or at[1] is None else (at[0], at[1])


def _float(words: str) -> float | None:
    try:
        value = float(words)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _whole(words: str) -> int | None:
    value = _float(words)
    return int(value) if value is not None and value.is_integer() else None


def _check_places(places: int, *, least: int) -> None:
    if not least <= places <= MAX_ADDED_PLACES:
        raise InputError("error.bad_places", value=places, minimum=least, maximum=MAX_ADDED_PLACES)
