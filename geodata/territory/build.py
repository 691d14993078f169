"""Put a territory together out of the published tables and the hand-edited ones."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import GEOGRAPHIC_CRS
from geodata.errors import InputError
from geodata.notices import Notice, Severity
from geodata.population import BAND_COLUMNS, residents_by_band
from geodata.territory.area import LEVEL_COLUMNS, PLACE_COLUMNS, SURROUNDING_COLUMNS, Territory
from geodata.territory.coverage import Coverage, Geometries, build_coverage
from geodata.territory.points import places_by_row, standing_points
from geodata.territory.repairs import population_of_2026, repaired

WHOLE_COUNTRY = "italy"
MUNICIPALITY_COLUMNS = (
    "municipality_code",
    "municipality_name",
    "cadastral_code",
    "province_code",
    "province_short",
    "province_name",
    "region_code",
    "region_name",
    "district_id",
    "district_name",
    "district_confidence",
    *BAND_COLUMNS,
    "has_residents",
    "is_chief_town",
    "point_lon",
    "point_lat",
    "point_is_interior",
)


@dataclass(frozen=True, eq=False)
class RawTerritory:
    """
    Tables as published, codes as text.

    Parameters
    ----------
    municipalities
        ``municipality_code``, ``municipality_name``, ``cadastral_code``, ``province_code``, ``province_short``,
        ``province_name``, ``region_code``, ``region_name``, ``geometry`` (shapely, EPSG:4326); the whole country.
    population
        ``municipality_code``, ``age`` (100 = 100 and over), ``resident_count``.
    official_list
        ``municipality_code``, ``cadastral_code``, ``is_chief_town``: the ISTAT list to compare with.
    places
        ``name``, ``lon``, ``lat``, ``population``: GeoNames places of the country.
    districts, offices, office_municipalities
        Contracts ``districts``, ``district_offices``, ``district_office_municipalities``.
    """

    municipalities: pd.DataFrame
    population: pd.DataFrame
    official_list: pd.DataFrame
    places: pd.DataFrame
    districts: pd.DataFrame
    offices: pd.DataFrame
    office_municipalities: pd.DataFrame


def build_territory(raw: RawTerritory, area: tuple[str, ...], *, version: str = "") -> Territory:
    """
    Build the territory of an area.

    Parameters
    ----------
    raw
        Published tables.
    area
        Items ``region:03``, ``province:023``, ``municipality:015146`` or ``italy``.
    version
        Kept in the result.

    Raises
    ------
    InputError
        ``error.empty_area``, or ``error.unknown_area`` for an item that names nothing.
    """
    country = _country(raw)
    is_inside = _is_in_area(country, area)
    inside, outside = country[is_inside].reset_index(drop=True), country[~is_inside].reset_index(drop=True)
    outside = outside.assign(geometry=shapely.make_valid(outside["geometry"].to_numpy()))
    province_codes, provinces = _provinces(outside)
    coverage = build_coverage(inside["geometry"].to_numpy(), provinces)
    codes = frozenset(inside["municipality_code"])
    return Territory(
        area=area,
        municipalities=_municipalities(inside, raw, coverage),
        display=gpd.GeoDataFrame(inside[["municipality_code"]], geometry=coverage.display, crs=GEOGRAPHIC_CRS),
        background=_background(outside, province_codes, coverage.background, raw),
        offices=raw.offices[raw.offices["district_id"].isin(_district_ids(raw, codes))].reset_index(drop=True),
        office_of={
            code: office
            for code, office in raw.office_municipalities[["municipality_code", "office_id"]].itertuples(index=False)
            if code in codes
        },
        version=version,
        notices=tuple(_notices(inside, raw, area)),
        places=_places(inside, raw, coverage),
        surroundings=_surroundings(outside, raw),
    )


def _country(raw: RawTerritory) -> pd.DataFrame:
    """All municipalities, repaired, with residents; ``has_residents`` is false where the population table has none."""
    table = repaired(raw.municipalities)
    residents = residents_by_band(population_of_2026(raw.population))
    cadastral = raw.official_list.set_index("municipality_code")["cadastral_code"]
    chief_codes = raw.official_list.loc[raw.official_list["is_chief_town"], "municipality_code"]
    has_residents = table["municipality_code"].isin(residents.index)
    is_chief_town = table["municipality_code"].isin(chief_codes)
    bands = residents.reindex(table["municipality_code"], fill_value=0).reset_index(drop=True)
    own = table["cadastral_code"].fillna(table["municipality_code"].map(cadastral))
    facts = table.assign(cadastral_code=own, has_residents=has_residents, is_chief_town=is_chief_town)
    return pd.concat([facts, bands], axis=1)


def _is_in_area(country: pd.DataFrame, area: tuple[str, ...]) -> "pd.Series[bool]":
    if not area:
        raise InputError("error.empty_area")
    chosen: pd.Series[bool] = country["municipality_code"].isin(())
    for item in area:
        of_item = _is_in_item(country, item)
        if not of_item.any():
            raise InputError("error.unknown_area", item=item)
        chosen = chosen | of_item
    return chosen


def _is_in_item(country: pd.DataFrame, item: str) -> "pd.Series[bool]":
    level, _, code = item.partition(":")
    columns = {str(name): column for name, (column, _) in LEVEL_COLUMNS.items() if column in country.columns}
    if item == WHOLE_COUNTRY:
        return country["municipality_code"].notna()
    if level not in columns:
        raise InputError("error.unknown_area", item=item)
    return country[columns[level]] == code


def _provinces(outside: pd.DataFrame) -> tuple[list[str], Geometries]:
    polygons = outside.groupby("province_code")["geometry"]
    united = {str(code): shapely.union_all(rows.to_numpy()) for code, rows in polygons}
    return list(united), np.array(list(united.values()), dtype=object)


def _municipalities(inside: pd.DataFrame, raw: RawTerritory, coverage: Coverage) -> gpd.GeoDataFrame:
    districts = raw.districts.rename(columns={"confidence": "district_confidence"})
    columns = ["municipality_code", "district_id", "district_name", "district_confidence"]
    joined = inside.drop(columns="geometry").merge(districts[columns], on="municipality_code", how="left")
    table = pd.concat([joined, standing_points(coverage.full, raw.places)], axis=1)[list(MUNICIPALITY_COLUMNS)]
    return gpd.GeoDataFrame(_plain_text(table), geometry=coverage.full, crs=GEOGRAPHIC_CRS)


def _places(inside: pd.DataFrame, raw: RawTerritory, coverage: Coverage) -> pd.DataFrame:
    rows = places_by_row(coverage.full, raw.places)
    codes = inside["municipality_code"].to_numpy()[rows.to_numpy()]
    places = raw.places.loc[rows.index].assign(municipality_code=codes)[list(PLACE_COLUMNS)]
    return _plain_text(places.sort_values(["municipality_code", "name", "lon", "lat"]).reset_index(drop=True))


def _surroundings(outside: pd.DataFrame, raw: RawTerritory) -> pd.DataFrame:
    points = standing_points(outside["geometry"].to_numpy(), raw.places)
    return _plain_text(pd.concat([outside, points], axis=1)[list(SURROUNDING_COLUMNS)])


def _plain_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return text columns as objects with None for missing."""
    texts = [name for name in table.columns if name.endswith(("_code", "name", "_short", "_id", "_confidence"))]
    cells = {name: table[name].astype(object).where(table[name].notna(), None) for name in texts}
    return table.assign(**cells)


def _background(
    outside: pd.DataFrame, province_codes: list[str], polygons: Geometries, raw: RawTerritory
) -> gpd.GeoDataFrame:
    towns = outside[outside["is_chief_town"]].sort_values("residents", ascending=False)
    towns = towns.drop_duplicates("province_code").reset_index(drop=True)
    points = standing_points(towns["geometry"].to_numpy(), raw.places)
    chief = pd.DataFrame(
        {
            "province_code": towns["province_code"],
            "chief_town_name": towns["municipality_name"],
            "chief_town_lon": points["point_lon"].astype(float),
            "chief_town_lat": points["point_lat"].astype(float),
        }
    )
    named = outside.drop_duplicates("province_code")[["province_code", "province_short", "province_name"]]
    table = pd.DataFrame({"province_code": pd.Series(province_codes, dtype=object)})
    table = table.merge(named, on="province_code", how="left").merge(chief, on="province_code", how="left")
    return gpd.GeoDataFrame(_plain_text(table), geometry=polygons, crs=GEOGRAPHIC_CRS)


def _district_ids(raw: RawTerritory, codes: frozenset[str]) -> frozenset[str]:
    return frozenset(raw.districts.loc[raw.districts["municipality_code"].isin(codes), "district_id"])


def _notices(inside: pd.DataFrame, raw: RawTerritory, area: tuple[str, ...]) -> Iterator[Notice]:
    """Yield where the map's municipalities, the ISTAT list and the population table disagree."""
    ours, listed = frozenset(inside["municipality_code"]), frozenset(raw.official_list["municipality_code"])
    provinces = frozenset(inside["province_code"])
    for code in sorted(ours - listed):
        yield Notice("municipality_not_in_list", Severity.WARNING, "municipalities", code, "list of 2026")
    is_by_municipality = any(item.startswith("municipality:") for item in area)
    for code in sorted(code for code in listed - ours if code[:3] in provinces and not is_by_municipality):
        yield Notice("municipality_without_polygon", Severity.WARNING, "municipalities", code, "list of 2026")
    for code in inside.loc[~inside["has_residents"], "municipality_code"]:
        yield Notice("municipality_without_residents", Severity.WARNING, "municipalities", code, "population of 2023")
    for code in sorted(frozenset(raw.districts["municipality_code"]) - listed):
        yield Notice("district_of_unknown_municipality", Severity.WARNING, "districts", code, "list of 2026")
