"""Which layers can a map show?"""

from dataclasses import dataclass
from datetime import date

from welfare_map.model.answer import Answer, Phrase


@dataclass(frozen=True, kw_only=True)
class LayersQuery:
    """Which layers can a map show, and how many things are in each?"""

    as_of_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """
    One layer of the map.

    ``layer_id`` is ``<family>:<code>``: ``boundaries:<level>``, ``services:<group>``,
    ``organisations:<initiative_id>``, ``initiatives:<initiative_id>``, or ``practices`` alone.
    """

    layer_id: str
    family: str
    label: Phrase
    count: int
    without_position_count: int
    demo_count: int


@dataclass(frozen=True, kw_only=True)
class LayersAnswer(Answer[LayerRow]):
    """Layers in legend order."""
