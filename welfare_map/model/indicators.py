"""
The indicators of coverage: one small record each.

An indicator is a numerator, a denominator and the targets that may stand beside it. To add one, write one entry here,
its words in ``texts/*/coverage.toml`` (``name``, ``formula``, ``caveat``) and one test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from geodata.codes import ServiceKind

CHILD_KINDS: Final = (
    ServiceKind.NURSERY,
    ServiceKind.MICRO_NURSERY,
    ServiceKind.FAMILY_NURSERY,
    ServiceKind.EARLY_CHILDHOOD_CENTRE,
    ServiceKind.SPRING_SECTION,
)
"""Services for children under three: all that d.lgs. 65/2017 art. 2 c. 3 calls educational services for childhood."""
LEP_KINDS: Final = (ServiceKind.NURSERY, ServiceKind.MICRO_NURSERY)
"""Nurseries and micro-nurseries, letter a) of the same paragraph: the ones that l. 234/2021 art. 1 c. 172 names."""
UNDER_THREE_MONTHS: Final = (0, 36)
THREE_TO_FIVE_MONTHS: Final = (36, 72)


class Measure(StrEnum):
    """What a numerator counts."""

    PLACES = "places"
    FULL_TIME_PLACES = "full_time_places"
    MUNICIPALITIES_SERVED = "municipalities_served"
    OPEN_SERVICES = "open_services"
    UNPLACED_SERVICES = "unplaced_services"
    FIRMS = "firms"
    EMPLOYEES = "employees"
    PRACTICES = "practices"


class PlacesBasis(StrEnum):
    """Which places count."""

    ACCREDITED = "accredited"
    AUTHORISED = "authorised"


@dataclass(frozen=True, slots=True)
class TargetUse:
    """
    A target beside an indicator.

    Parameters
    ----------
    target_id
        Row of the table of targets.
    factor
        What turns its figure into the unit of the indicator; None where it measures something else.
    """

    target_id: str
    factor: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """
    One indicator.

    Parameters
    ----------
    code
        Its name in commands, addresses and JSON, and the name of its words.
    measure
        What the numerator counts.
    unit
        Unit of the value, named as in the table of targets.
    denominator
        Column of residents, ``municipalities``, or None where the value is a count.
    per_count
        The value is for so many of the denominator.
    kinds
        Kinds of service that count; empty means all.
    basis
        Which places count unless others are asked for; None where places do not.
    ages_months
        Youngest and oldest age of whom the places are for, both included; None where age does not decide.
    legal_target_id
        The one target that a law sets for this very measure; the status is against it.
    comparisons
        Targets and figures shown beside it, never for the status.
    """

    code: str
    measure: Measure
    unit: str
    denominator: str | None = None
    per_count: int = 1
    kinds: tuple[ServiceKind, ...] = ()
    basis: PlacesBasis | None = None
    ages_months: tuple[int, int] | None = None
    legal_target_id: str | None = None
    comparisons: tuple[TargetUse, ...] = ()


OTHER_CHILDHOOD_TARGETS: Final = (
    TargetUse("barcelona-2030-participation"),
    TargetUse("barcelona-2030-increase"),
    TargetUse("psb-2024-region"),
)
NO_LEGAL_BEDS: Final = TargetUse("ltc-beds-legal-level")
CARE_HOMES: Final = (ServiceKind.CARE_HOME,)
DAY_CENTRES: Final = (ServiceKind.INTEGRATED_DAY_CENTRE,)

INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType(
    {
        indicator.code: indicator
        for indicator in (
            Indicator(
                code="lep_nursery",
                measure=Measure.FULL_TIME_PLACES,
                unit="places_per_100_residents_aged_3_36_months",
                denominator="residents_3_36_months",
                per_count=100,
                kinds=LEP_KINDS,
                basis=PlacesBasis.AUTHORISED,
                ages_months=UNDER_THREE_MONTHS,
                legal_target_id="lep-nursery-2027",
                comparisons=(
                    TargetUse("lep-nursery-2022", 1),
                    TargetUse("places-0-2-italy-2022"),
                    *OTHER_CHILDHOOD_TARGETS,
                ),
            ),
            Indicator(
                code="nursery_places_per_100_aged_0_2",
                measure=Measure.PLACES,
                unit="places_per_100_residents_aged_0_2",
                denominator="residents_0_2",
                per_count=100,
                kinds=CHILD_KINDS,
                basis=PlacesBasis.AUTHORISED,
                ages_months=UNDER_THREE_MONTHS,
                comparisons=(
                    TargetUse("places-0-2-italy-2022", 1),
                    TargetUse("childcare-desert-threshold", 1),
                    TargetUse("lep-nursery-2027"),
                    *OTHER_CHILDHOOD_TARGETS,
                ),
            ),
            Indicator(
                code="municipalities_with_nursery_pct",
                measure=Measure.MUNICIPALITIES_SERVED,
                unit="municipality_share_pct",
                denominator="municipalities",
                per_count=100,
                kinds=CHILD_KINDS,
                legal_target_id="nursery-municipality-share",
            ),
            Indicator(
                code="preschool_places_per_100_aged_3_5",
                measure=Measure.PLACES,
                unit="places_per_100_residents_aged_3_5",
                denominator="residents_3_5",
                per_count=100,
                kinds=(ServiceKind.PRESCHOOL,),
                basis=PlacesBasis.AUTHORISED,
                ages_months=THREE_TO_FIVE_MONTHS,
            ),
            Indicator(
                code="care_home_places_per_100_aged_75",
                measure=Measure.PLACES,
                unit="places_per_100_residents_aged_75_plus",
                denominator="residents_75_plus",
                per_count=100,
                kinds=CARE_HOMES,
                basis=PlacesBasis.ACCREDITED,
                comparisons=(
                    TargetUse("rsa-75-lombardia-objective", 1),
                    TargetUse("rsa-75-lombardia-2015", 1),
                    TargetUse("rsa-75-lombardia-2009", 1),
                    NO_LEGAL_BEDS,
                ),
            ),
            Indicator(
                code="care_home_places_per_1000_aged_65",
                measure=Measure.PLACES,
                unit="places_per_1000_residents_aged_65_plus",
                denominator="residents_65_plus",
                per_count=1000,
                kinds=CARE_HOMES,
                basis=PlacesBasis.ACCREDITED,
                comparisons=(
                    TargetUse("rsa-65-lombardia-2023", 10),
                    TargetUse("rsa-65-pavia-2023", 10),
                    TargetUse("ltc-beds-oecd"),
                    TargetUse("ltc-beds-italy-2021"),
                    NO_LEGAL_BEDS,
                ),
            ),
            Indicator(
                code="day_centre_places_per_100_aged_75",
                measure=Measure.PLACES,
                unit="places_per_100_residents_aged_75_plus",
                denominator="residents_75_plus",
                per_count=100,
                kinds=DAY_CENTRES,
                basis=PlacesBasis.ACCREDITED,
            ),
            Indicator(
                code="day_centre_places_per_1000_aged_65",
                measure=Measure.PLACES,
                unit="places_per_1000_residents_aged_65_plus",
                denominator="residents_65_plus",
                per_count=1000,
                kinds=DAY_CENTRES,
                basis=PlacesBasis.ACCREDITED,
            ),
            Indicator(
                code="adherent_firms_per_1000_residents",
                measure=Measure.FIRMS,
                unit="firms_per_1000_residents",
                denominator="residents",
                per_count=1000,
            ),
            Indicator(
                code="adherent_employees_per_1000_residents",
                measure=Measure.EMPLOYEES,
                unit="employees_per_1000_residents",
                denominator="residents",
                per_count=1000,
            ),
            Indicator(code="practices_count", measure=Measure.PRACTICES, unit="practices"),
            Indicator(
                code="services_open_at_shift_hours_count",
                measure=Measure.OPEN_SERVICES,
                unit="services",
                kinds=(*CHILD_KINDS, ServiceKind.PRESCHOOL, ServiceKind.BEFORE_AFTER_SCHOOL),
            ),
            Indicator(code="services_without_position_count", measure=Measure.UNPLACED_SERVICES, unit="services"),
        )
    }
)
"""Code -> indicator, in the order in which they are listed."""
