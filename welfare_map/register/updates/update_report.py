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
        ``succeeded``; ``unchanged`` when the server said that nothing is new; ``failed``.
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
    message
        Why it failed, "" where it did not.
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
    message: str = ""

    @property
    def notice_counts(self) -> dict[str, int]:
        """Notices by rule, most frequent first."""
        return count_by_rule(self.notices)


def failed_report(source_id: str, message: str) -> UpdateReport:
    """Return the report of a run that failed: the register is as it was, and why is said."""
    return UpdateReport(
        source_id=source_id,
        source_name=source_id,
        outcome="failed",
        retrieved_on="",
        retrieved_on_from=DayFrom.PORTAL,
        row_count=0,
        added_count=0,
        changed_count=0,
        gone_count=0,
        notices=(),
        displaced=(),
        difference=Difference(),
        is_dry_run=False,
        version="",
        message=message,
    )
