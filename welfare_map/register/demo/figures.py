"""
Real figures that the demonstration set keeps near, and the assumptions where there is none.

Sources: Regione Lombardia, list of residential homes for elders (dataset vef4-8fnp, export of 2026-08-18), sums per
province of homes, authorised and accredited places; ISTAT through openpolis, places per 100 children aged 0-2, Italy
2022.
"""

from dataclasses import dataclass

SMALL_CHILDREN_PLACES_SHARE = 0.30
"""Places per resident aged 0-2, whole area: the Italian ratio of 2022 (openpolis/ISTAT)."""
CARE_HOME_SHARE_75_PLUS = 0.05
"""Accredited places per resident aged 75 or more where no official total is at hand (Verona): an assumption."""
CARE_HOME_AUTHORISED_RATIO = 1.04
"""Authorised per accredited place there: near the Lombard ratio (68,661 / 65,460)."""
CARE_HOME_PLACES = 80
"""Places of a home there: near the Lombard median of 82."""


@dataclass(frozen=True, slots=True)
class CareHomeTotals:
    """Homes and places of one province."""

    home_count: int
    authorised_count: int
    accredited_count: int


CARE_HOMES: dict[str, CareHomeTotals] = {
    "012": CareHomeTotals(61, 6009, 5856),
    "013": CareHomeTotals(62, 5467, 5204),
    "014": CareHomeTotals(22, 1821, 1806),
    "015": CareHomeTotals(150, 17104, 16702),
    "016": CareHomeTotals(69, 6702, 6353),
    "017": CareHomeTotals(105, 8518, 7725),
    "018": CareHomeTotals(91, 6522, 6217),
    "019": CareHomeTotals(35, 3981, 3867),
    "020": CareHomeTotals(52, 4114, 4002),
    "097": CareHomeTotals(25, 2203, 2115),
    "098": CareHomeTotals(20, 1761, 1400),
    "108": CareHomeTotals(48, 4459, 4213),
}
"""Per province, added up from the official list; no row of it is here."""


def care_home_totals(province_code: str, residents_75_plus: int) -> CareHomeTotals:
    """Return the official totals of a province, else those that the assumption gives."""
    if province_code in CARE_HOMES:
        return CARE_HOMES[province_code]
    accredited_count = round(residents_75_plus * CARE_HOME_SHARE_75_PLUS)
    return CareHomeTotals(
        home_count=round(accredited_count / CARE_HOME_PLACES),
        authorised_count=round(accredited_count * CARE_HOME_AUTHORISED_RATIO),
        accredited_count=accredited_count,
    )
