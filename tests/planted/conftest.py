"""The runner is a script of this folder: the test beside it imports it from there."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
