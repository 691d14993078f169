"""What stands in a draft interfirm welfare plan, and what is still missing."""

from welfare_map.questions.plan.answering import plan

__all__ = ["plan"]
