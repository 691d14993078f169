"""What a run of a source changed, to be read by people and kept with the run."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType

from welfare_map.register.history.pins import Disagreement
from welfare_map.register.updates.refresh import Refresh

MOST_KEPT = 1_000
"""Ids and disagreements that are kept with a run, of each sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    The rows of a source against those of its last run.

    Parameters
    ----------
    added, changed, delisted, relisted
        Ids of rows that came, that differ, that are gone, that are listed again.
    changed_by_field
        Rows that differ in a column, by column, the most frequent first.
    disagreements
        Pinned cells of which the source says something else.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    delisted: tuple[str, ...] = ()
    relisted: tuple[str, ...] = ()
    changed_by_field: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def is_empty(self) -> bool:
        """The source says what it said before."""
        return not (self.added or self.changed or self.delisted or self.relisted)

    def as_json(self) -> str:
        """Return what is kept with the run: counts, and the first ids of each sort."""
        ids = {name: getattr(self, name) for name in ("added", "changed", "delisted", "relisted")}
        counts = {f"{name}_count": len(found) for name, found in ids.items()}
        kept = {name: found[:MOST_KEPT] for name, found in ids.items()}
        disagreements = [asdict(one) for one in self.disagreements[:MOST_KEPT]]
        parts = {
            **counts,
            **kept,
            "changed_by_field": dict(self.changed_by_field),
            "disagreement_count": len(self.disagreements),
            "disagreements": disagreements,
        }
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def difference_of(refresh: Refresh, disagreements: tuple[Disagreement, ...]) -> Difference:
    """Return the difference that a merge makes."""
    return Difference(
        added=refresh.added_ids,
        changed=refresh.changed_ids,
        delisted=refresh.gone_ids,
        relisted=refresh.relisted_ids,
        changed_by_field=refresh.changed_by_field,
        disagreements=disagreements,
    )
