"""Reports of mistakes: kept until somebody closes them, with nothing of who made them."""

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.reports import close_report, open_reports, report_mistake

HOME = "demo:home-uno"


def test_a_report_is_open_until_it_is_closed(engine: sa.Engine) -> None:
    first = report_mistake(engine, table="services", record_id=HOME, message=" wrong number ")
    second = report_mistake(engine, table="services", record_id=HOME, message="closed for good")
    close_report(engine, Actor("anna", Role.CURATOR), first, "put right")

    (left,) = open_reports(engine)
    assert (left.report_id, left.table, left.record_id, left.message) == (second, "services", HOME, "closed for good")
    with pytest.raises(InputError, match=r"error.unknown_report"):
        close_report(engine, Actor("anna", Role.CURATOR), first, "again")


@pytest.mark.parametrize("message", ["", " \n", "\x00", "x" * 2001], ids=["none", "white space", "control", "too many"])
def test_a_report_without_words_or_with_too_many_is_refused(engine: sa.Engine, message: str) -> None:
    with pytest.raises(InputError, match=r"error.bad_message"):
        report_mistake(engine, table="services", record_id=HOME, message=message)


def test_a_report_about_nothing_is_refused(engine: sa.Engine) -> None:
    with pytest.raises(InputError, match=r"error.unknown_record"):
        report_mistake(engine, table="services", record_id="demo:nobody", message="hello")
