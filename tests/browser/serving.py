"""An application that listens on a free port of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server import REPOSITORY, serve

APP = REPOSITORY / "app.py"


@contextmanager
def serving(app_path: Path, log_path: Path, environment: dict[str, str]) -> Iterator[str]:
    """Serve an application, its words into a file, and give its address once it answers."""
    with log_path.open("wb") as log, serve(app_path, options=(), log=log, **environment) as server:
        yield f"http://{server.host}"
