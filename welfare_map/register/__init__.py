"""The curated register: SQL schema, shipped tables, imports, and the snapshot that questions read."""

from welfare_map.register.opening import open_register
from welfare_map.register.publish import build_current_snapshot, build_yearly_snapshots
from welfare_map.register.shipped.checks import check_embedded
from welfare_map.register.sql.repository import register_version
from welfare_map.register.updates.imports import run_update
from welfare_map.register.updates.update_report import UpdateReport, failed_report

__all__ = [
    "UpdateReport",
    "build_current_snapshot",
    "build_yearly_snapshots",
    "check_embedded",
    "failed_report",
    "open_register",
    "register_version",
    "run_update",
]
