"""
How well is a territory covered, what is met, what is not, and what can nobody tell yet?

From an indicator (``model.indicators``) and the register to what each record adds (``records``: ``places``, ``hours``,
``declared``), to sums by area (``areas``, ``listed``, ``sums``), to rows with their status (``asking``), to the records
to telephone first (``calling``) and to an opened figure (``explaining``).
"""

from welfare_map.questions.coverage.asking import coverage
from welfare_map.questions.coverage.listing import indicators

__all__ = ["coverage", "indicators"]
