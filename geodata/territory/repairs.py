"""
Four repairs of the published tables of 2023, so that Lombardy's municipalities are those of the ISTAT list of 2026.

They need no other data. Each takes a table and returns a new one; a repair whose municipalities are not in the table
changes nothing, so the toy territory and other areas pass through unchanged.
"""

import pandas as pd
import shapely

BARDELLO_CODE = "012144"
"""Bardello con Malgesso e Bregano has no polygon in the source: it is the hole between its neighbours."""
BARDELLO_FORMER_CODES = ("012009", "012018", "012095")
BARDELLO_NEIGHBOURS = ("Besozzo", "Biandronno", "Brebbia", "Gavirate", "Travedona-Monate")
BARDELLO_PROVINCE = "012"

CAMPOSPINOSO_CODE, CAMPOSPINOSO_FORMER_CODES = "018026", ("018026", "018002")
UGGIATE_CODE, UGGIATE_FORMER_CODES = "013256", ("013228", "013199")
PUEGNAGO_CODE, PUEGNAGO_NAME = "017158", "Puegnago del Garda"

NEW_NAMES = {
    BARDELLO_CODE: "Bardello con Malgesso e Bregano",
    CAMPOSPINOSO_CODE: "Campospinoso Albaredo",
    UGGIATE_CODE: "Uggiate con Ronago",
}
SUCCESSORS = {
    **dict.fromkeys(BARDELLO_FORMER_CODES, BARDELLO_CODE),
    **dict.fromkeys(CAMPOSPINOSO_FORMER_CODES, CAMPOSPINOSO_CODE),
    **dict.fromkeys(UGGIATE_FORMER_CODES, UGGIATE_CODE),
}
"""Former code -> code of 2026, for the population table."""


def repaired(municipalities: pd.DataFrame) -> pd.DataFrame:
    """
    Apply the four repairs.

    Parameters
    ----------
    municipalities
        Columns ``municipality_code``, ``municipality_name``, ``cadastral_code``, ``province_code`` … and ``geometry``
        (shapely, EPSG:4326).

    Returns
    -------
    municipalities
        Same columns, sorted by code, index 0…n-1.
    """
    table = with_bardello(municipalities)
    table = merged(table, CAMPOSPINOSO_CODE, CAMPOSPINOSO_FORMER_CODES)
    table = merged(table, UGGIATE_CODE, UGGIATE_FORMER_CODES)
    table = with_puegnago_named(table)
    return table.sort_values("municipality_code").reset_index(drop=True)


def with_bardello(table: pd.DataFrame) -> pd.DataFrame:
    """Add ``012144`` with the polygon that its five neighbours leave free, where they are there and it is not."""
    neighbours = table[
        table["municipality_name"].isin(BARDELLO_NEIGHBOURS) & (table["province_code"] == BARDELLO_PROVINCE)
    ]
    if len(neighbours) != len(BARDELLO_NEIGHBOURS) or (table["municipality_code"] == BARDELLO_CODE).any():
        return table
    row = neighbours.iloc[[0]].assign(
        municipality_code=BARDELLO_CODE, municipality_name=NEW_NAMES[BARDELLO_CODE], cadastral_code=None
    )
    hole = largest_hole(shapely.union_all(neighbours["geometry"].to_numpy()))
    return pd.concat([table, row.assign(geometry=pd.Series([hole], index=row.index, dtype=object))], ignore_index=True)


def largest_hole(polygon: shapely.Geometry) -> shapely.Polygon:
    """Return the largest hole of a polygon or multipolygon as a polygon; empty where there is none."""
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(polygon) for ring in part.interiors]
    return max(holes, key=shapely.area, default=shapely.Polygon())


def merged(table: pd.DataFrame, code: str, former_codes: tuple[str, ...]) -> pd.DataFrame:
    """Replace the former municipalities by one with the new code and name; their polygons are united."""
    former = table[table["municipality_code"].isin(former_codes)]
    if len(former) != len(former_codes):
        return table
    union = shapely.union_all(former["geometry"].to_numpy())
    row = former.iloc[[0]].assign(municipality_code=code, municipality_name=NEW_NAMES[code], cadastral_code=None)
    row = row.assign(geometry=pd.Series([union], index=row.index, dtype=object))
    return pd.concat([table.drop(former.index), row], ignore_index=True)


def with_puegnago_named(table: pd.DataFrame) -> pd.DataFrame:
    """Name ``017158`` as the list of 2026 does."""
    is_renamed = table["municipality_code"] == PUEGNAGO_CODE
    return table.assign(municipality_name=table["municipality_name"].mask(is_renamed, PUEGNAGO_NAME))


def population_of_2026(population: pd.DataFrame) -> pd.DataFrame:
    """Move the residents of former municipalities to their successors (column ``municipality_code``)."""
    codes = population["municipality_code"]
    return population.assign(municipality_code=codes.map(SUCCESSORS).fillna(codes))
