from welfare_map.ui.rate_limit import RateLimit


def test_a_window_takes_so_many_messages_and_no_more() -> None:
    limit = RateLimit(most_count=3, window_s=60)
    assert [limit.takes(now_s=0) for _ in range(5)] == [True, True, True, False, False]


def test_messages_are_taken_again_when_the_window_has_moved_on() -> None:
    limit = RateLimit(most_count=2, window_s=60)
    assert [limit.takes(now_s=now) for now in (0, 30, 59, 60, 61, 90)] == [True, True, False, True, False, True]
