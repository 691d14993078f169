"""The tables that everybody shares: ``contract`` holds a table to its contract, ``contracts`` lists them all."""

from geodata.tables.contract import LAT_RANGE, LON_RANGE, Column, ColumnType, Contract, check, conform
from geodata.tables.contracts import (
    CONTRACTS,
    DISTRICT_OFFICE_MUNICIPALITIES,
    DISTRICT_OFFICES,
    DISTRICTS,
    INITIATIVES,
    PROVENANCE,
    SCHOOL_CALENDARS,
    SERVICES,
    TARGETS,
)

__all__ = [
    "CONTRACTS",
    "DISTRICTS",
    "DISTRICT_OFFICES",
    "DISTRICT_OFFICE_MUNICIPALITIES",
    "INITIATIVES",
    "LAT_RANGE",
    "LON_RANGE",
    "PROVENANCE",
    "SCHOOL_CALENDARS",
    "SERVICES",
    "TARGETS",
    "Column",
    "ColumnType",
    "Contract",
    "check",
    "conform",
]
