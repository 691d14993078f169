"""Whole numbers that keep a sum."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """
    Split a whole number by weights into whole numbers that add up to it (largest remainder, ties by order).

    Examples
    --------
    >>> apportion(10, [1, 1, 1])
    [4, 3, 3]
    """
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares
