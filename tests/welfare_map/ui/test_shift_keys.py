"""The hours of work of an address -> widgets -> address: none is lost, none stops the page."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from welfare_map.model import SHIFT_TEMPLATES, WEEKDAYS, read_shifts
from welfare_map.share import read_view
from welfare_map.ui.shift_keys import shift_values, shift_words

ON = date(2000, 1, 3)
DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=8).map(",".join)
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 29), st.integers(0, 59))
OWN = st.builds("{} {}-{}".format, DAYS, CLOCKS, CLOCKS)


@given(st.one_of(OWN, st.sampled_from(sorted(SHIFT_TEMPLATES)), st.just(""), st.text()))
@example("Mo,Tu 14:00-24:00")
@example("Tu,Mo,Tu 08:00-12:00")
def test_hours_of_an_address_come_back_from_the_widgets_as_the_same_shifts(written: str) -> None:
    words = read_view({"shift": written}).shift
    again = shift_words(shift_values(words))
    assert (again == "") == (words == "")
    assert not words or read_shifts(again, ON).rules == read_shifts(words, ON).rules


@given(OWN)
def test_the_widgets_name_each_day_once(written: str) -> None:
    held = shift_values(read_view({"shift": written}).shift)["shift_days"]
    assert isinstance(held, list)
    assert len(held) == len(set(held))
