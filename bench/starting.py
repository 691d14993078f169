"""From the start of the server to the end of its first answer, with an empty data folder and with a prepared one."""

import time
from pathlib import Path

from server import REPOSITORY, serve
from visitor import opening, visit

APP = REPOSITORY / "app.py"
ANSWER_QUERY = "lon=8.918&lat=45.594&min=30"


def first_answer_s(data_dir: Path) -> float:
    """Start the application, ask what is near a workplace, return the seconds until the page is complete."""
    with serve(APP, WELFARE_MAP_DATA_DIR=str(data_dir)) as server, visit(server.host) as visitor:
        visitor.ask(opening(ANSWER_QUERY))
        return time.perf_counter() - server.started_s
