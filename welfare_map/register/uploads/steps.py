"""From the bytes of a file to a plan, in the steps that a progress bar names."""

from collections.abc import Callable

from welfare_map.register.updates.positions import Placing
from welfare_map.register.uploads.columns import Columns
from welfare_map.register.uploads.doubles import with_doubles
from welfare_map.register.uploads.plan import Plan, planned
from welfare_map.register.uploads.positions import with_points
from welfare_map.register.uploads.reading import Upload
from welfare_map.register.uploads.surroundings import Surroundings
from welfare_map.register.uploads.validation import validate

STEPS = ("read", "check", "compare", "write")
Tell = Callable[[str], None]


def prepare(
    upload: Upload,
    columns: Columns,
    table: str,
    around: Surroundings,
    *,
    by: Placing | None = None,
    tell: Tell | None = None,
) -> Plan:
    """
    Check an upload and say what an import of it would do.

    Parameters
    ----------
    by
        What finds a point for rows with an address and no coordinates; None for nothing.
    tell
        Told the step that begins: ``check``, then ``compare``.

    Raises
    ------
    InputError
        The mapping names a header or a field that is not there.
    """
    say = tell or _tell_nobody
    say("check")
    validated = validate(upload, columns, table, around)
    say("compare")
    plan = with_points(planned(validated, around), validated, around, by)
    return with_doubles(plan, around)


def _tell_nobody(_step: str) -> None:
    """Ignore a step."""
