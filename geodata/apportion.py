"""Whole numbers that keep a sum."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """
    Split a whole number by weights into whole numbers that add up to it (largest remainder, ties by order).

    Parameters
    ----------
    total
        0 or more.
    weights
        0 or more, one at least above 0 unless the total is 0.

    Examples
    --------
    >>> apportion(10, [1, 1, 1])
    [4, 3, 3]
    """
    if total == 0:
        return [0] * len(weights)
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares
