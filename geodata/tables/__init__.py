"""The tables that everybody shares: ``contract`` holds a table to its contract, ``contracts`` lists them all."""

from geodata.tables.contract import LAT_RANGE, LON_RANGE, Column, ColumnType, Contract, check, conform
from geodata.tables.contracts import (
    CONTRACTS,
    DISTRICT_OFFICE_MUNICIPALITIES,
    DISTRICT_OFFICES,
    DISTRICTS,
    FEE_PROOFS,
    FEES,
    INITIATIVES,
    PROVENANCE,
    SCHOOL_CALENDARS,
    SERVICES,
    TARGETS,
)
from geodata.tables.fee_bands import FEE_BANDS, FeeBand, are_ascending, fee_bands

__all__ = [
    "CONTRACTS",
    "DISTRICTS",
    "DISTRICT_OFFICES",
    "DISTRICT_OFFICE_MUNICIPALITIES",
    "FEES",
    "FEE_BANDS",
    "FEE_PROOFS",
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
    "FeeBand",
    "are_ascending",
    "check",
    "conform",
    "fee_bands",
]
