"""
Where should the next places go?

From the question to municipalities, services and minutes (``field``), to the search of its target, and to rows
and words (``rows``, ``saying``):

- ``adding`` for places that lack, with ``gapping``, ``planning``, ``allotting`` and ``relaxing``;
- ``spreading`` for sites without places, with ``covering`` and ``median``;
- ``meeting`` for need that firms are near, with ``firms``.
"""

from welfare_map.questions.siting.asking import siting
from welfare_map.questions.siting.headline import where_words

__all__ = ["siting", "where_words"]
