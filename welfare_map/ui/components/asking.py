"""The question about services that the page asks: near the workplace, or on the way as soon as home is known."""

from dataclasses import fields

from welfare_map.model import Carer, CommuteAnswer, CommuteQuery, NearbyAnswer, NearbyQuery, ServiceFilter
from welfare_map.questions.commute import commute
from welfare_map.questions.nearby import nearby
from welfare_map.ui import data
from welfare_map.ui.components.day import Day
from welfare_map.ui.context import Page

ServicesAnswer = NearbyAnswer | CommuteAnswer
FILTER = tuple(field.name for field in fields(ServiceFilter))


def ask_services(page: Page, query: NearbyQuery, day: Day) -> ServicesAnswer:
    """Answer the query; with a home and somebody who travels its minutes are those that a service adds to the day."""
    if day.home is None or Carer.ME not in {day.drops, day.collects}:
        return nearby(page.snapshot, query, data.travel_times())
    asked = CommuteQuery(
        **{name: getattr(query, name) for name in FILTER},
        home_lon=day.home.lon,
        home_lat=day.home.lat,
        work_lon=query.lon,
        work_lat=query.lat,
        mode=query.mode,
        drops=day.drops,
        collects=day.collects,
        max_added_min=None if query.service_ids else query.limit_min,
        max_count=query.max_count,
    )
    return commute(page.snapshot, asked, data.travel_times())
