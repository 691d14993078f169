"""
What changes where a service opens, closes, grows, moves, or the population changes?

From a scenario (``model.scenario``) to the changes with the records and places that they name (``reading``), to a
snapshot on which they hold (``changing``, ``peopling``), to the areas that they touch (``touching``), to the question
of coverage asked before and after (``asking``), in words (``saying``).
"""

from welfare_map.questions.whatif.asking import whatif

__all__ = ["whatif"]
