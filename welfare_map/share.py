"""
Query <-> parameters of an address. The address is a public interface: names stay, junk falls back, nothing raises.

================  ==================================================================================================
``lon, lat``      workplace, degrees, written with three decimals (about 100 m); without both there is no question yet
``mode``          ``walk``, ``cycle`` or ``car``
``limit``         ``minutes`` or ``km``: which of the next two counts; without it minutes, or km where that is alone
``min, km``       longest travel in minutes, or longest straight line in kilometres
``groups``        groups of service
``kinds``         kinds of service; beside ``groups`` they narrow them
``age``           age of the child, months
``elder``         ``residential``, ``day`` or ``home``
``capacity``      at least so many places
``ownership``     ``public`` or ``private``
``others``        ``true``: only services that take people from outside
``free``          ``true``: only services known to have a free place
``drops``         ``other`` or ``nobody``: who takes them there, if not the visitor
``collects``      ``other`` or ``nobody``: who fetches them, if not the visitor
``shift``         hours of work, a template or the notation of ``model.shifts``
``from, to``      days of interest, ISO
``fit``           ``possible`` or ``yes``: which services stay where a shift is given
``home``          home, degrees, ``lon,lat`` with three decimals: only in the address that a visitor asks for
``lang``          ``it`` or ``en``
``layers``        layers that are switched on
``level``         borders that stand out: ``municipality``, ``district``, ``province`` or ``region``
``territory``     code of the territory whose card is open
``selected``      service whose card is open
``saved``         saved services, at most 20
``compared``      compared services, at most 4
``theme``         themes of practices and of firms
``size``          size classes of practices and of firms
``initiative``    initiatives of practices and of firms
``section``       ``practices``, ``initiatives`` or ``offices``: what the page of agreements lists
``demo``          ``true``: demonstration agreements are listed too
``reach``         ``true``: the map shows the reachable area
``tab``           section of the page of firms, one of ``FIRM_TABS``
``organisation``  the visitor's firm, one of the register; a firm described in the open page is in no address
``partners``      firms that the visitor put together, at most 12
``sector``        ATECO divisions of firms
``adherents``     ``true``: only firms that adhere to something
``all``           ``true``: organisations that are no firms too
``sites``         ``true``: minutes start from every site of the visitor's firm
``service``       service that firms would share, one of ``CONSORTIUM_KINDS`` but the first
``frame``         agreement in whose frame the plan stands
``measures``      kinds of service and resource that the plan contains
``at``            place that the firms of a plan share, degrees, ``lon,lat`` with three decimals
================  ==================================================================================================

Every parameter is one text; lists are joined by commas, and an item that holds a comma or a percent sign carries it as
``%2C`` or ``%25``. A parameter that is not text, is too long or is not in its vocabulary counts as absent; of a list
only the items that cannot be are left out. The day of the question and the most rows that come back are never in an
address.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from geodata.codes import (
    EXCHANGE_KINDS,
    SECTOR_CODES,
    ElderRole,
    Level,
    Ownership,
    PracticeTheme,
    ServiceGroup,
    ServiceKind,
    SizeClass,
    TravelMode,
    kinds_of,
)
from geodata.errors import InputError
from welfare_map.model import (
    CONSORTIUM_KINDS,
    MAX_CHILD_AGE_MONTHS,
    MAX_LIMIT_KM,
    MAX_LIMIT_MIN,
    MAX_PLAN_MEASURE_COUNT,
    Carer,
    NearbyQuery,
    read_shifts,
)
from welfare_map.parameters import Params, join_list
from welfare_map.parameters import among as _among
from welfare_map.parameters import code as _code
from welfare_map.parameters import codes as _codes
from welfare_map.parameters import is_true as _is_true
from welfare_map.parameters import leave_out as _leave_out
from welfare_map.parameters import number as _number
from welfare_map.parameters import one as _one
from welfare_map.parameters import several as _list
from welfare_map.parameters import several_among as _list_among
from welfare_map.parameters import whole as _whole
from welfare_map.parameters import words as _text
from welfare_map.parameters import written as _written
from welfare_map.texts import DEFAULT_LANGUAGE, LANGUAGES

POINT_DECIMALS: Final = 3
MAX_SAVED_COUNT: Final = 20
MAX_COMPARED_COUNT: Final = 4
MAX_PARTNER_COUNT: Final = 12
MAX_LAYER_COUNT: Final = 40
MAX_CAPACITY_COUNT: Final = 10_000
DEFAULT_LIMIT_MIN: Final = 15.0
DEFAULT_LIMIT_KM: Final = 5.0
ISO_DAY: Final = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]")
LIMITS: Final = ("minutes", "km")
"""In what the longest trip is said."""
FITS: Final = ("all", "possible", "yes")
"""Which services stay where a shift is given: all, those that may fit, those that do."""
SECTIONS: Final = ("practices", "initiatives", "offices")
FIRM_TABS: Final = ("neighbours", "matches", "consortium", "shuttle", "exchange", "survey", "plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """
    What an address says beside the nearby query.

    Parameters
    ----------
    lang
        Language of the page.
    layers
        Layers that are switched on.
    level
        Borders that stand out; None is the page's own choice.
    territory, selected
        Code of the open territory and id of the open service, "" for none.
    saved, compared
        Service ids, in the order in which they were added.
    themes, size_classes, initiative_ids
        Filters of the practices.
    section
        What the page of agreements lists.
    with_demo
        Demonstration agreements are listed too.
    drops, collects
        Who makes the trips of the day.
    shift, from_on, to_on, fit
        Hours of work as written, days of interest, and which services stay; one of ``FITS``.
    home
        Home, degrees (lon, lat), rounded; only read: ``home_params`` writes it for a visitor who asks.
    with_reach
        The map shows what is reached in so many minutes.
    tab
        Section of the page of firms, one of ``FIRM_TABS``.
    organisation_id, partner_ids
        The visitor's firm, "" for none, and those put together, in the order in which they were added.
    sector_codes, only_adherents, include_others
        Filters of firms.
    from_all_sites
        Minutes start from every site of the visitor's firm.
    service
        Service that firms would share; "" for the first of ``CONSORTIUM_KINDS``.
    frame, measures, shared_point
        Agreement in whose frame the plan stands, "" for none; what the plan contains, in the order chosen; the place
        that its firms share, degrees (lon, lat), rounded, None for the workplace.
    """

    lang: str = DEFAULT_LANGUAGE
    layers: tuple[str, ...] = ()
    level: Level | None = None
    territory: str = ""
    selected: str = ""
    saved: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    themes: tuple[PracticeTheme, ...] = ()
    size_classes: tuple[SizeClass, ...] = ()
    initiative_ids: tuple[str, ...] = ()
    section: str = SECTIONS[0]
    with_demo: bool = False
    drops: Carer = Carer.ME
    collects: Carer = Carer.ME
    home: tuple[float, float] | None = None
    shift: str = ""
    from_on: date | None = None
    to_on: date | None = None
    fit: str = FITS[0]
    with_reach: bool = False
    tab: str = FIRM_TABS[0]
    organisation_id: str = ""
    partner_ids: tuple[str, ...] = ()
    sector_codes: tuple[str, ...] = ()
    only_adherents: bool = False
    include_others: bool = False
    from_all_sites: bool = False
    service: str = ""
    frame: str = ""
    measures: tuple[str, ...] = ()
    shared_point: tuple[float, float] | None = None


# --- nearby ---------------------------------------------------------------------------------------------------------


def read_point(params: Params) -> tuple[float, float] | None:
    """Return the workplace (lon, lat; degrees, rounded), None when the address carries no point on Earth."""
    lon, lat = _number(params, "lon", -180, 180), _number(params, "lat", -90, 90)
    if lon is None or lat is None:
        for name, other in (("lon", "lat"), ("lat", "lon")):
            if not _text(params, other):
                _leave_out(params, name)
        return None
    return round(lon, POINT_DECIMALS), round(lat, POINT_DECIMALS)


def read_nearby(params: Params, as_of_on: date) -> NearbyQuery | None:
    """
    Return the nearby query of an address.

    Returns
    -------
    query
        Kinds in the order of the vocabulary; None when there is no workplace.
    """
    point = read_point(params)
    return None if point is None else read_nearby_from(point, params, as_of_on)


def read_nearby_from(point: tuple[float, float], params: Params, as_of_on: date) -> NearbyQuery:
    """Return what an address asks about the services near a point (lon, lat; degrees), wherever its own point is."""
    limit_min, limit_km = _limits(params)
    return NearbyQuery(
        lon=point[0],
        lat=point[1],
        as_of_on=as_of_on,
        mode=_code(params, "mode", TravelMode) or TravelMode.CAR,
        limit_min=limit_min,
        limit_km=limit_km,
        kinds=_kinds(params),
        child_age_months=_whole(params, "age", 0, MAX_CHILD_AGE_MONTHS),
        elder_role=_code(params, "elder", ElderRole),
        min_capacity_count=_whole(params, "capacity", 1, MAX_CAPACITY_COUNT),
        ownership=_code(params, "ownership", Ownership),
        only_open_to_others=_is_true(params, "others"),
        only_with_free_places=_is_true(params, "free"),
    )


def nearby_params(query: NearbyQuery) -> dict[str, str]:
    """Return the parameters of a query; what is as by default is left out."""
    groups = tuple(group for group in ServiceGroup if set(kinds_of(group)) <= set(query.kinds))
    is_whole_groups = set(query.kinds) == {kind for group in groups for kind in kinds_of(group)}
    params = {
        "lon": f"{query.lon:.{POINT_DECIMALS}f}",
        "lat": f"{query.lat:.{POINT_DECIMALS}f}",
        "mode": "" if query.mode is TravelMode.CAR else query.mode.value,
        "limit": "" if query.limit_km is None else "km",
        "min": "" if query.limit_min in {None, DEFAULT_LIMIT_MIN} else _written(query.limit_min),
        "km": _written(query.limit_km),
        "groups": join_list(groups) if is_whole_groups else "",
        "kinds": "" if is_whole_groups else join_list(kind for kind in ServiceKind if kind in query.kinds),
        "age": _written(query.child_age_months),
        "elder": query.elder_role or "",
        "capacity": _written(query.min_capacity_count),
        "ownership": query.ownership or "",
        "others": "true" if query.only_open_to_others else "",
        "free": "true" if query.only_with_free_places else "",
    }
    return {name: str(value) for name, value in params.items() if value}


def _shift(params: Params) -> str:
    """Return the hours of work, "" where they cannot be read."""
    words = _text(params, "shift")
    try:
        return read_shifts(words, date(2000, 1, 3)).words if words else ""
    except InputError:
        _leave_out(params, "shift")
        return ""


def _day(params: Params, name: str) -> date | None:
    words = _text(params, name)
    try:
        day = date.fromisoformat(words) if ISO_DAY.fullmatch(words) else None
    except ValueError:
        day = None
    if day is None:
        _leave_out(params, name)
    return day


def _spot(params: Params, name: str) -> tuple[float, float] | None:
    lon, _, lat = _text(params, name).partition(",")
    spot = read_point({"lon": lon, "lat": lat})
    if spot is None:
        _leave_out(params, name)
    return spot


def _limits(params: Params) -> tuple[float | None, float | None]:
    limit_min, limit_km = _longest(params, "min", MAX_LIMIT_MIN), _longest(params, "km", MAX_LIMIT_KM)
    unit = _among(params, "limit", LIMITS)
    if unit == "km" or (unit != "minutes" and limit_min is None and limit_km is not None):
        return None, limit_km or DEFAULT_LIMIT_KM
    return limit_min or DEFAULT_LIMIT_MIN, None


def _longest(params: Params, name: str, maximum: float) -> float | None:
    """Return a limit above zero."""
    value = _number(params, name, 0, maximum)
    if value == 0:
        _leave_out(params, name)
    return value or None


def _kinds(params: Params) -> tuple[ServiceKind, ...]:
    wanted = set(_codes(params, "kinds", ServiceKind))
    in_groups = {kind for group in _codes(params, "groups", ServiceGroup) for kind in kinds_of(group)}
    chosen = (wanted & in_groups or in_groups) if in_groups else wanted
    return tuple(kind for kind in ServiceKind if kind in chosen)


# --- view -----------------------------------------------------------------------------------------------------------


def read_view(params: Params) -> ViewState:
    """Return what an address says beside the query; junk counts as absent."""
    service = _among(params, "service", CONSORTIUM_KINDS)
    sectors = _list_among(params, "sector", SECTOR_CODES, len(SECTOR_CODES))
    return ViewState(
        lang=_among(params, "lang", LANGUAGES) or DEFAULT_LANGUAGE,
        layers=_list(params, "layers", MAX_LAYER_COUNT),
        level=_code(params, "level", Level),
        territory=_one(params, "territory"),
        selected=_one(params, "selected"),
        saved=_list(params, "saved", MAX_SAVED_COUNT),
        compared=_list(params, "compared", MAX_COMPARED_COUNT),
        themes=_codes(params, "theme", PracticeTheme),
        size_classes=_codes(params, "size", SizeClass),
        initiative_ids=_list(params, "initiative", MAX_SAVED_COUNT),
        section=_among(params, "section", SECTIONS) or SECTIONS[0],
        with_demo=_is_true(params, "demo"),
        drops=_code(params, "drops", Carer) or Carer.ME,
        collects=_code(params, "collects", Carer) or Carer.ME,
        home=_spot(params, "home"),
        shift=_shift(params),
        from_on=_day(params, "from"),
        to_on=_day(params, "to"),
        fit=_among(params, "fit", FITS) or FITS[0],
        with_reach=_is_true(params, "reach"),
        tab=_among(params, "tab", FIRM_TABS) or FIRM_TABS[0],
        organisation_id=_one(params, "organisation"),
        partner_ids=_list(params, "partners", MAX_PARTNER_COUNT),
        sector_codes=tuple(code for code in SECTOR_CODES if code in sectors),
        only_adherents=_is_true(params, "adherents"),
        include_others=_is_true(params, "all"),
        from_all_sites=_is_true(params, "sites"),
        frame=_one(params, "frame"),
        measures=_list_among(params, "measures", EXCHANGE_KINDS, len(EXCHANGE_KINDS))[:MAX_PLAN_MEASURE_COUNT],
        shared_point=_spot(params, "at"),
        service=service if service in CONSORTIUM_KINDS[1:] else "",
    )


def view_params(view: ViewState) -> dict[str, str]:
    """Return the parameters of a view; what is as by default is left out."""
    params = {
        "lang": "" if view.lang == DEFAULT_LANGUAGE else view.lang,
        "layers": join_list(view.layers),
        "level": view.level or "",
        "territory": join_list([view.territory]),
        "selected": join_list([view.selected]),
        "saved": join_list(view.saved),
        "compared": join_list(view.compared),
        "theme": join_list(view.themes),
        "size": join_list(view.size_classes),
        "initiative": join_list(view.initiative_ids),
        "section": "" if view.section == SECTIONS[0] else view.section,
        "demo": "true" if view.with_demo else "",
        "drops": "" if view.drops is Carer.ME else view.drops,
        "collects": "" if view.collects is Carer.ME else view.collects,
        "shift": view.shift,
        "from": view.from_on.isoformat() if view.from_on else "",
        "to": view.to_on.isoformat() if view.to_on else "",
        "fit": "" if view.fit == FITS[0] else view.fit,
        "reach": "true" if view.with_reach else "",
        "tab": "" if view.tab == FIRM_TABS[0] else view.tab,
        "organisation": join_list([view.organisation_id]),
        "partners": join_list(view.partner_ids),
        "sector": join_list(view.sector_codes),
        "adherents": "true" if view.only_adherents else "",
        "all": "true" if view.include_others else "",
        "sites": "true" if view.from_all_sites else "",
        "frame": join_list([view.frame]),
        "measures": join_list(view.measures),
        "at": _spot_words(*view.shared_point) if view.shared_point else "",
        "service": view.service if view.service in CONSORTIUM_KINDS[1:] else "",
    }
    return {name: str(value) for name, value in params.items() if value}


def home_params(lon: float, lat: float) -> dict[str, str]:
    """Return the parameter of home, rounded, for the address that a visitor asks for."""
    return {"home": _spot_words(lon, lat)}


def _spot_words(lon: float, lat: float) -> str:
    return f"{lon:.{POINT_DECIMALS}f},{lat:.{POINT_DECIMALS}f}"
