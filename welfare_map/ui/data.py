"""
Cached loaders; every cache decorator of the pages lives here.

Questions that only some pages ask are loaded when they are first asked: solvers and compiled code take memory.

What is kept is read-only and shared by all visitors of the process: territory and gazetteer once, the snapshot and
the map's files per version of the register. A running session moves to a new version at its next interaction.
"""

import gc
import hashlib
import importlib.metadata
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from geodata.ageing import Ages
from geodata.errors import DataError, StoreError
from geodata.routing import TravelTimes
from geodata.routing.opening import open_travel_times
from geodata.store import (
    ADDRESSES_NAME,
    AddressIndex,
    load_territory,
    manual_dir,
    open_addresses,
    read_ages,
    read_bytes,
    read_csv_table,
    read_places,
    territory_key,
)
from geodata.store.files import keep_for_later, sealed, unsealed
from geodata.store.roads import ROADS_NAME
from geodata.tables.measured import ESTIMATE_ERRORS
from geodata.territory import Territory
from welfare_map.maps import boundaries
from welfare_map.maps.layers import layer_files
from welfare_map.maps.view import Bounds, MapAssets
from welfare_map.model import (
    AccessAnswer,
    AccessQuery,
    LayersAnswer,
    LayersQuery,
    ShuttleAnswer,
    ShuttleQuery,
    SitingAnswer,
    SitingQuery,
    WhatifAnswer,
    WhatifQuery,
)
from welfare_map.questions.layers import layers
from welfare_map.register import build_current_snapshot, build_yearly_snapshots, open_register, register_version
from welfare_map.register.duplicates.register_pairs import RegisterPair, register_pairs
from welfare_map.register.surveys.surveys import forget_overdue
from welfare_map.settings import current_settings
from welfare_map.snapshot import Snapshot
from welfare_map.ui import assets
from welfare_map.ui.rate_limit import RateLimit

ROME = ZoneInfo("Europe/Rome")
ENCODERS = ("topojson", "brotli")
"""Distributions whose version decides how the boundaries are written."""
SURVEY_ANSWERS_COUNT, KEPT_SURVEYS = 300, 1_000
"""Answers to a questionnaire in ten minutes: more than the people of a meeting give, fewer than a machine does."""
KEPT_SHUTTLES = 6
KEPT_SITINGS = 32
"""Shuttles of one visit, which may hold counts that were typed: no other visit has them."""
KEPT_ACCESS = 12
"""Answers about access: a quarter of a second each, asked again at every click; they hold nothing of a visitor."""
KEPT_SCENARIOS = 30
"""Answers about scenarios, the same for every visitor."""
KEPT_VERSIONS = 2
"""The present version and the one before it, for sessions that are in the middle of a run."""


@dataclass(frozen=True, eq=False)
class Ground:
    """What does not change while the process runs: register, territory, gazetteer."""

    engine: sa.Engine
    territory: Territory
    places: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Current:
    """What pages show: a snapshot, and why it is not that of the present register; "" where it is."""

    snapshot: Snapshot
    fault: str = ""


def today() -> date:
    """Return the day of the question, in Italy: the one place where pages read the clock."""
    return datetime.now(UTC).astimezone(ROME).date()


def travel_times() -> TravelTimes:
    """Return the engine that gives minutes; a road network that was built meanwhile is taken up."""
    path = current_settings().data_dir / ROADS_NAME
    return _travel_times(path.stat().st_mtime_ns if path.is_file() else 0)


@st.cache_resource(show_spinner=False)
def estimate_errors() -> pd.DataFrame:
    """Return how far the estimate of minutes is from the roads, by mode and distance."""
    return read_csv_table(manual_dir() / "measured" / "estimate_errors.csv", ESTIMATE_ERRORS)


def register() -> sa.Engine:
    """Return the register, for the pages that write to it."""
    return _ground().engine


def possible_duplicates(table: str) -> tuple[RegisterPair, ...]:
    """Return the pairs of a table that may be one, compared once per version of the register."""
    return _possible_duplicates(register_version(_ground().engine), table)


@st.cache_resource(show_spinner=False)
def submissions() -> RateLimit:
    """Return the count of what visitors of this process sent lately."""
    return RateLimit()


@st.cache_resource(show_spinner=False, max_entries=KEPT_SURVEYS)
def survey_answers(survey_id: str) -> RateLimit:
    """Return the count of the answers that this process took lately to one questionnaire."""
    return RateLimit(SURVEY_ANSWERS_COUNT)


def addresses() -> AddressIndex | None:
    """Return the house numbers of the area, where the operator has built their index."""
    path = current_settings().data_dir / ADDRESSES_NAME
    return _addresses(path.stat().st_mtime_ns) if path.is_file() else None


def snapshot() -> Snapshot:
    """Return the snapshot of the register's present version."""
    return _snapshot(register_version(_ground().engine))


def current() -> Current:
    """
    Return the snapshot of the register's present version; while the register cannot be read, the last that was.

    The register is asked again at each run, so that what was mended is there without a restart.

    Raises
    ------
    StoreError
        The register cannot be read, and never was by this process.
    """
    try:
        found = snapshot()
    except StoreError as error:
        if not (last := _last_snapshot()):
            raise
        return Current(last[0], str(error))
    _last_snapshot()[:] = [found]
    _forget_overdue(today())
    return Current(found)


def settle_memory(shown: Snapshot) -> None:
    """
    Set libraries and snapshot apart from Python's search for garbage, once per version and whenever more was loaded.

    Streamlit searches all memory after every script, which stops every other visitor: a quarter of a second for what
    never becomes garbage. What a new version leaves behind is searched for, and given back, before it is settled.
    """
    _settle_memory(shown.version, len(sys.modules))


def map_assets(shown: Snapshot, as_of_on: date) -> MapAssets:
    """Return the names of the map's static files for a snapshot and a day."""
    return _map_assets(shown.version, as_of_on, shown)


def known_layers(shown: Snapshot, as_of_on: date) -> LayersAnswer:
    """Return the layers that maps can show, counted once per version and day."""
    return _known_layers(shown.version, as_of_on, shown)


def first_indicator(shown: Snapshot, as_of_on: date) -> str:
    """Return the indicator of coverage with which the page begins, once per register version and day."""
    return _first_indicator(shown.version, as_of_on, shown)


def shuttle_plan(shown: Snapshot, query: ShuttleQuery) -> ShuttleAnswer:
    """Return the shuttle of some firms, searched once per visit: a click on the page does not search again."""
    return _shuttle_plan(shown.version, query, travel_times().name, shown)


@st.cache_resource(show_spinner=False)
def ages() -> Ages:
    """Return residents by sex and single year of age, municipalities in the order of the territory."""
    return read_ages(tuple(_ground().territory.municipalities["municipality_code"]))


def years(shown: Snapshot, as_of_on: date) -> dict[date, Snapshot]:
    """Return the snapshots of past years that coverage compares, built once per version of the register."""
    return _years(shown.version, as_of_on, shown)


def access_answer(shown: Snapshot, query: AccessQuery) -> AccessAnswer:
    """Return the places that are left for residents, shared out once per version and question."""
    return _access_answer(shown.version, query, travel_times().name, shown)


def scenario_answer(shown: Snapshot, query: WhatifQuery) -> WhatifAnswer:
    """Return what scenarios change, computed once per version: a click on the page does not compute it again."""
    return _scenario_answer(shown.version, query, shown)


def siting_plan(shown: Snapshot, query: SitingQuery) -> SitingAnswer:
    """Return where the next places should go, searched once per question: nothing in it is of one visitor."""
    return _siting_plan(shown.version, query, travel_times().name, shown)


def scenario_access(shown: Snapshot, query: WhatifQuery) -> WhatifAnswer:
    """Return the same with who reaches other places, which takes longer."""
    return _scenario_access(shown.version, query, travel_times().name, shown)


def boundaries_name() -> str:
    """Return a file name that changes with the code and the packages that write the boundaries."""
    digest = hashlib.sha256(read_bytes(Path(boundaries.__file__)))
    for package in ENCODERS:
        digest.update(f"{package}={importlib.metadata.version(package)};".encode())
    return f"boundaries-{digest.hexdigest()[:12]}.sealed"


def boundaries_path(data_dir: Path, area: tuple[str, ...]) -> Path:
    """Return where the packed boundaries of an area are kept."""
    return data_dir / "built" / territory_key(area) / boundaries_name()


def packed_boundaries(territory: Territory, path: Path) -> bytes:
    """Return the packed boundaries from a file, written when it is not there and anew when it is damaged."""
    try:
        return unsealed(read_bytes(path))
    except DataError:
        packed = assets.pack(boundaries.boundaries_topojson(territory))
        keep_for_later(path, sealed(packed))
        return packed


@st.cache_resource(show_spinner=False)
def _ground() -> Ground:
    settings = current_settings()
    territory = load_territory(settings.data_dir, settings.area)
    return Ground(open_register(settings), territory, read_places(territory))


@st.cache_resource(show_spinner=False)
def _last_snapshot() -> list[Snapshot]:
    """Return the place of the last snapshot that was read, one for all visitors: empty until there is one."""
    return []


@st.cache_resource(show_spinner=False, max_entries=1)
def _forget_overdue(day: date) -> None:
    """Erase the answers that nobody asked for in time, once a day; where the register takes nothing, on the next."""
    with suppress(StoreError):
        forget_overdue(_ground().engine, day)


@st.cache_resource(show_spinner=False, max_entries=KEPT_VERSIONS)
def _addresses(changed_at_ns: int) -> AddressIndex | None:
    return open_addresses(current_settings().data_dir)


@st.cache_resource(show_spinner=False, max_entries=1)
def _travel_times(changed_at_ns: int) -> TravelTimes:
    settings = current_settings()
    return open_travel_times(settings.data_dir, valhalla_url=settings.valhalla_url, is_offline=settings.is_offline)


@st.cache_resource(show_spinner=False, max_entries=1)
def _settle_memory(version: str, module_count: int) -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False, max_entries=KEPT_VERSIONS)
def _snapshot(version: str) -> Snapshot:
    ground = _ground()
    return build_current_snapshot(ground.engine, current_settings(), territory=ground.territory, places=ground.places)


@st.cache_resource(show_spinner=False, max_entries=1)
def _years(version: str, as_of_on: date, _shown: Snapshot) -> dict[date, Snapshot]:
    return build_yearly_snapshots(_ground().engine, current_settings(), _shown, as_of_on)


@st.cache_resource(show_spinner=False, max_entries=KEPT_VERSIONS)
def _map_assets(version: str, as_of_on: date, _shown: Snapshot) -> MapAssets:
    settings = current_settings()
    path = boundaries_path(settings.data_dir, settings.area)
    area = Bounds(*(float(side) for side in _shown.territory.display.total_bounds))
    return assets.publish(
        packed_boundaries(_shown.territory, path), layer_files(_shown, as_of_on, travel_times()), area
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_VERSIONS)
def _known_layers(version: str, as_of_on: date, _shown: Snapshot) -> LayersAnswer:
    return layers(_shown, LayersQuery(as_of_on=as_of_on))


@st.cache_resource(show_spinner=False, max_entries=KEPT_VERSIONS)
def _first_indicator(version: str, as_of_on: date, _shown: Snapshot) -> str:
    from welfare_map.questions.coverage import first_indicator  # noqa: PLC0415  # loaded when asked

    return first_indicator(_shown, as_of_on)


@st.cache_resource(show_spinner=False, max_entries=KEPT_VERSIONS)
def _possible_duplicates(version: str, table: str) -> tuple[RegisterPair, ...]:
    return register_pairs(_ground().engine, table)


@st.cache_resource(show_spinner=False, max_entries=KEPT_SHUTTLES, scope="session")
def _shuttle_plan(version: str, query: ShuttleQuery, engine_name: str, _shown: Snapshot) -> ShuttleAnswer:
    from welfare_map.questions.shuttle import shuttle  # noqa: PLC0415  # loaded when asked

    return shuttle(_shown, query, travel_times())


@st.cache_resource(show_spinner=False, max_entries=KEPT_ACCESS)
def _access_answer(version: str, query: AccessQuery, engine_name: str, _shown: Snapshot) -> AccessAnswer:
    from welfare_map.questions.access import access  # noqa: PLC0415  # loaded when asked

    return access(_shown, query, travel_times())


@st.cache_resource(show_spinner=False, max_entries=KEPT_SCENARIOS)
def _scenario_answer(version: str, query: WhatifQuery, _shown: Snapshot) -> WhatifAnswer:
    from welfare_map.questions.whatif import whatif  # noqa: PLC0415  # loaded when asked

    return whatif(_shown, query)


@st.cache_resource(show_spinner=False, max_entries=KEPT_SITINGS)
def _siting_plan(version: str, query: SitingQuery, engine_name: str, _shown: Snapshot) -> SitingAnswer:
    from welfare_map.questions.siting import siting  # noqa: PLC0415  # loaded when asked

    return siting(_shown, query, travel_times())


@st.cache_resource(show_spinner=False, max_entries=KEPT_SCENARIOS)
def _scenario_access(version: str, query: WhatifQuery, engine_name: str, _shown: Snapshot) -> WhatifAnswer:
    from welfare_map.questions.whatif import whatif  # noqa: PLC0415  # loaded when asked

    return whatif(_shown, query, travel_times())
