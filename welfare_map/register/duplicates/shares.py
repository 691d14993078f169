"""Shares of counts, with what is sure of them."""

from dataclasses import dataclass

from scipy import special

CONFIDENCE = 0.95
"""One-sided: the true share is below the lower bound in one of twenty sets at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of ``count`` with its one-sided 95 % lower and upper bounds; None where there is nothing to count."""

    value: float | None
    lower: float | None
    upper: float | None
    hit_count: int
    count: int


def share(hit_count: int, count: int) -> Share:
    """
    Return a share with its bounds.

    Notes
    -----
    C. J. Clopper, E. S. Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial,
    Biometrika 26 (1934) 404-413: exact, from the beta distribution.
    """
    if not count:
        return Share(value=None, lower=None, upper=None, hit_count=0, count=0)
    miss_count = count - hit_count
    lower = float(special.betaincinv(hit_count, miss_count + 1, 1 - CONFIDENCE)) if hit_count else 0.0
    upper = float(special.betaincinv(hit_count + 1, miss_count, CONFIDENCE)) if miss_count else 1.0
    return Share(value=hit_count / count, lower=lower, upper=upper, hit_count=hit_count, count=count)
