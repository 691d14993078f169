"""A municipality and those that share a border with it."""

from collections.abc import Sequence

import numpy as np

from geodata.territory import Territory


def neighbour_rows(territory: Territory, rows: Sequence[int]) -> list[int]:
    """Return the municipalities of the map that share a border, or a point of one, with some others; in order."""
    shapes = territory.municipalities.geometry
    beside = [territory.rows_touching(shapes.iloc[row]) for row in rows]
    return np.setdiff1d(np.concatenate(beside), rows).tolist() if beside else []


def with_neighbours(territory: Territory, code: str) -> tuple[str, ...]:
    """
    Return the code of a municipality, first, and those of its neighbours on the map.

    Raises
    ------
    InputError
        No municipality of the map has that code.
    """
    row = territory.row_of(code)
    codes = territory.municipalities["municipality_code"]
    return (code, *(str(codes.iloc[beside]) for beside in neighbour_rows(territory, [row])))


def is_with_neighbours(territory: Territory, codes: Sequence[str]) -> bool:
    """Tell whether a group of municipalities of the map is the first of them with all its neighbours, and no other."""
    return len(codes) > 1 and set(codes) == set(with_neighbours(territory, codes[0]))
