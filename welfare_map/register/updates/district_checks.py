"""The districts that a source writes on its rows against the district table."""

import pandas as pd

from geodata.notices import Notice, Severity
from geodata.territory import Territory

RULE = "district_disagreement"


def district_notices(
    names: "pd.Series[str]", municipality_codes: "pd.Series[str]", territory: Territory
) -> tuple[Notice, ...]:
    """
    Find the municipalities that a source puts into another district than the table does.

    Parameters
    ----------
    names
        The district of each row as its publisher writes it; missing where it says none.
    municipality_codes
        Of the same rows.
    territory
        Municipalities with their districts; rows outside it are not compared.

    Returns
    -------
    notices
        One per municipality, by code, with both names; none where the words mean the district of the table.
    """
    known = territory.municipalities.set_index("municipality_code")[
        ["municipality_name", "district_id", "district_name"]
    ]
    pairs = pd.DataFrame({"code": municipality_codes.to_numpy(), "said": names.to_numpy()}).dropna().drop_duplicates()
    pairs = pairs[pairs["code"].isin(known.index)].join(known, on="code").dropna(subset=["district_id"])
    is_other = [
        territory.find_district(said) != own for said, own in zip(pairs["said"], pairs["district_id"], strict=True)
    ]
    return tuple(
        Notice(RULE, Severity.WARNING, "districts", str(code), _detail(found))
        for code, found in pairs[is_other].sort_values(["code", "said"]).groupby("code")
    )


def _detail(found: pd.DataFrame) -> str:
    row = found.iloc[0]
    return f"{row['municipality_name']}: {' / '.join(found['said'])} ≠ {row['district_name']}"
