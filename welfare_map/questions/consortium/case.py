"""All that is known before groups are looked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.codes import ConsortiumParameter
from welfare_map.model import AssumptionRow, ConsortiumQuery
from welfare_map.questions.consortium.game import Costs
from welfare_map.questions.consortium.needs import FirmNeed
from welfare_map.questions.consortium.search import Reach, Wanted
from welfare_map.questions.consortium.sites import Field, Site


@dataclass(frozen=True)
class Case:
    """
    Who asks, where firms are, what they need, what is looked for and what it costs.

    ``needs`` go with ``field.firms``; ``values`` are the parameters that are known.
    """

    query: ConsortiumQuery
    origin: Site
    field: Field
    needs: tuple[FirmNeed, ...]
    wanted: Wanted
    reach: Reach
    assumptions: tuple[AssumptionRow, ...]
    values: Mapping[ConsortiumParameter, float]
    costs: Costs
