from geodata.notices import Notice, Severity, count_by_rule


def notice(rule: str) -> Notice:
    return Notice(rule, Severity.WARNING, "services", "a", "")


def test_rules_are_counted_most_frequent_first_and_ties_by_name() -> None:
    counts = count_by_rule(map(notice, ["b", "c", "a", "c"]))
    assert list(counts.items()) == [("c", 2), ("a", 1), ("b", 1)]


def test_no_notice_counts_nothing() -> None:
    assert count_by_rule(()) == {}
