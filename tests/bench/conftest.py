"""The measuring instruments are scripts beside each other in ``bench/``: the tests import them from there."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
