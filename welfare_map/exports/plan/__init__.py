"""
A draft plan as a document: one content, which ``exports.docx`` and ``exports.pdf`` write and a page reads out.

Each part of the plan has a module: firms and territory, needs, measures and what exists, costs, what follows, annexes.
What the answer does not know becomes a ``Blank`` that says what is missing.
"""

from welfare_map.exports.plan.composing import plan_document

__all__ = ["plan_document"]
