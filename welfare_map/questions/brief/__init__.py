"""
What is met in a planning district, what is not, what can nobody tell yet, and whom to telephone first?

Everything is computed by other questions and gathered (``gathering``); it is told in paragraphs and tables
(``verdicts``, ``beyond``, ``towns``, ``calling``, ``around``) that documents and pages draw; what changed since an
earlier brief is told by records (``memory``, ``changes``).
"""

from welfare_map.questions.brief.asking import brief
from welfare_map.questions.brief.beyond import Beyond, beyond
from welfare_map.questions.brief.memory import memory_of, read_memory

__all__ = ["Beyond", "beyond", "brief", "memory_of", "read_memory"]
