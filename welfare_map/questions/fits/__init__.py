"""
Which services are open when this worker needs them?

From the pattern of shifts to the days at work (``worked``), to the minutes at which each service has to be open
(``needs``), to a verdict per service and day, and to its words (``reasons``, ``days``) and week (``week``).
"""

from welfare_map.questions.fits.asking import fits

__all__ = ["fits"]
