"""
Which shuttle firms could share, from where their people live and when they work.

``people`` finds who would ride (``origins`` says where they live, ``windows`` which shifts go together), ``network``
how long the ways take, ``rounds`` what a vehicle's round is, ``searching`` looks for good ones and ``polishing`` mends
them, ``checking`` accepts or refuses them, ``joining`` compares going together with going alone, ``timetable``,
``summing`` and ``rows`` write the answer, ``duty`` says who must write a home-work travel plan.
"""

from welfare_map.questions.shuttle.answering import shuttle

__all__ = ["shuttle"]
