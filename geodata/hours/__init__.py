"""
When something is open: the clock of Italy, public holidays and school holidays, opening hours as spans of minutes.

Spans are in real minutes (since 1970-01-01 00:00 UTC), so that a night in which the clock changes has as many minutes
as it has. To add a way of writing hours, look at ``opening``; a day on which people do not work, at ``calendar``.
"""
