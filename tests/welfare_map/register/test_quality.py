import sqlalchemy as sa

from geodata.notices import Notice, Severity
from welfare_map.register.database import writing
from welfare_map.register.quality import NoticeCount, notice_counts, source_row_counts
from welfare_map.register.repository import replace_notices


def notice(rule: str, row: str, detail: str) -> Notice:
    return Notice(rule, Severity.WARNING, "services", row, detail)


def test_rows_are_counted_by_source(engine: sa.Engine) -> None:
    assert dict(source_row_counts(engine)) == {"manual": 6, "demo": 6}


def test_without_notices_nothing_is_counted(engine: sa.Engine) -> None:
    assert notice_counts(engine) == ()


def test_notices_are_counted_by_source_and_rule_most_frequent_first(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        replace_notices(connection, "manual", [notice("rare", "c", "3")])
        replace_notices(
            connection, "demo", [notice("rare", "c", "3"), notice("often", "a", "1"), notice("often", "b", "2")]
        )
    counted = [(item.source_id, item.rule, item.count) for item in notice_counts(engine)]
    assert counted == [("demo", "often", 2), ("demo", "rare", 1), ("manual", "rare", 1)]


def test_the_example_is_one_notice_and_not_pieces_of_two(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        replace_notices(connection, "demo", [notice("odd", "z", "first"), notice("odd", "a", "second")])
    assert notice_counts(engine) == (NoticeCount("demo", "odd", 2, "z", "first"),)
