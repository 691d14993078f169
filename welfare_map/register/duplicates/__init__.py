"""
Records that may be one.

``names``, ``streets`` and ``prepare`` write alike what is alike, ``blocking`` finds the pairs worth comparing,
``features`` and ``scoring`` compare them, ``finding`` puts that together; ``labelled`` pairs and ``evaluation`` say how
often it is right, ``register_pairs`` reads the register.
"""

from welfare_map.register.duplicates.finding import Candidate, ScoredPair, candidates_for, scored_pairs
from welfare_map.register.duplicates.prepare import Table
from welfare_map.register.duplicates.scoring import Part
from welfare_map.register.duplicates.verdicts import THRESHOLDS, Thresholds, Verdict

__all__ = [
    "THRESHOLDS",
    "Candidate",
    "Part",
    "ScoredPair",
    "Table",
    "Thresholds",
    "Verdict",
    "candidates_for",
    "scored_pairs",
]
