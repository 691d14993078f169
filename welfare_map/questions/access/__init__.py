"""
How many places can the residents of an area really reach, when those of the neighbours want the same ones?

From the query and the register to what is offered (``supply``) and who wants it (``demand``, ``files``), to the trips
within the limit (``reaching``) and what they weigh (``decays``), to places shared among all who reach them
(``methods``, ``shared``), to ``rows`` by area (``asking``), to what they depend on (``sensitivity``), what the plain
ratio hides (``disagreement``), where few are left (``deserts``) and how evenly they are shared (``equity``).
"""

from welfare_map.questions.access.asking import access

__all__ = ["access"]
