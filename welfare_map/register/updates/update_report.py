"""What the run of a source did."""

from dataclasses import dataclass

from geodata.notices import Notice, count_by_rule
from welfare_map.register.publish import Displaced
from welfare_map.register.updates.difference import Difference
from welfare_map.register.updates.file_day import DayFrom


@dataclass(frozen=True, kw_only=True)
class UpdateReport:
    """
    What a run did.

    Parameters
    ----------
    source_id, source_name
        The source.
    outcome
        ``succeeded``, or ``unchanged`` when the server said that nothing is new.
    retrieved_on
        Day of the datum, ISO: that on which the portal was read, or that of the file.
    retrieved_on_from
        How that day is known.
    row_count
        Rows that the source lists now.
    added_count, changed_count, gone_count
        Against the last run; rows that are gone stay in the register, marked.
    notices
        Defects of the rows.
    displaced
        Demonstration services that leave, by kind and province.
    difference
        Which rows came, changed and went, and where the source contradicts a pinned cell.
    is_dry_run
        Nothing was kept: the report says what a run would do.
    version
        The register's version after the run.
    """

    source_id: str
    source_name: str
    outcome: str
    retrieved_on: str
    retrieved_on_from: DayFrom
    row_count: int
    added_count: int
    changed_count: int
    gone_count: int
    notices: tuple[Notice, ...]
    displaced: tuple[Displaced, ...]
    difference: Difference
    is_dry_run: bool
    version: str

    @property
    def notice_counts(self) -> dict[str, int]:
        """Notices by rule, most frequent first."""
        return count_by_rule(self.notices)
