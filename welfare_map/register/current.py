"""From settings to the snapshot of this moment: register, territory and gazetteer put together."""

from collections.abc import Callable

from geodata.store import load_territory, read_places
from welfare_map.register.opening import open_register
from welfare_map.register.publish import build_current_snapshot
from welfare_map.settings import Settings
from welfare_map.snapshot import Snapshot


def open_snapshot(settings: Settings, *, progress: Callable[[str], None] | None = None) -> Snapshot:
    """
    Open everything and return the snapshot of the register's present version.

    The first call on a data folder makes the register and the built territory files; it takes seconds.

    Parameters
    ----------
    settings
        Data folder, area, register.
    progress
        Told the step that begins: ``register``, ``territory``, ``places`` or ``snapshot``.

    Raises
    ------
    InputError
        The area is empty or unknown.
    WelfareMapError
        A shipped table, the register or the data folder cannot be used.
    """
    tell = progress or _tell_nobody
    tell("register")
    engine = open_register(settings)
    tell("territory")
    territory = load_territory(settings.data_dir, settings.area)
    tell("places")
    places = read_places(territory)
    tell("snapshot")
    return build_current_snapshot(engine, settings, territory=territory, places=places)


def _tell_nobody(_step: str) -> None:
    """Ignore a step."""
