"""
The register's SQL schema, derived from the table contracts: one SQL table per contract, its key is the contract's key.

Beside them: ``sources``, ``source_runs``, ``notices`` and the one-row ``register_state``. Only portable SQL is used.
References between tables are checked when a transaction ends, so that a source can be replaced as a whole.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from geodata.tables import CONTRACTS, Column, ColumnType, Contract

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names are fixed, so that a migration can name them on every database."""


@dataclass(frozen=True, slots=True)
class Reference:
    """
    A column whose values are keys of another table.

    Parameters
    ----------
    table, column
        Where the value stands.
    target_table, target_column
        Where it must exist.
    """

    table: str
    column: str
    target_table: str
    target_column: str


REFERENCES = (
    Reference("services", "organisation_id", "organisations", "organisation_id"),
    Reference("availability", "service_id", "services", "service_id"),
    Reference("organisations", "document_id", "documents", "document_id"),
    Reference("adhesions", "organisation_id", "organisations", "organisation_id"),
    Reference("adhesions", "initiative_id", "initiatives", "initiative_id"),
    Reference("adhesions", "document_id", "documents", "document_id"),
    Reference("initiative_phases", "initiative_id", "initiatives", "initiative_id"),
    Reference("initiative_phases", "document_id", "documents", "document_id"),
    Reference("initiative_actions", "initiative_id", "initiatives", "initiative_id"),
    Reference("initiative_actions", "document_id", "documents", "document_id"),
    Reference("adhesion_benefits", "initiative_id", "initiatives", "initiative_id"),
    Reference("adhesion_benefits", "document_id", "documents", "document_id"),
    Reference("practices", "initiative_id", "initiatives", "initiative_id"),
    Reference("practices", "organisation_id", "organisations", "organisation_id"),
    Reference("practices", "document_id", "documents", "document_id"),
    Reference("district_offices", "document_id", "documents", "document_id"),
    Reference("district_office_municipalities", "office_id", "district_offices", "office_id"),
    Reference("district_office_municipalities", "municipality_code", "districts", "municipality_code"),
    Reference("shifts", "organisation_id", "organisations", "organisation_id"),
    Reference("needs_offers", "organisation_id", "organisations", "organisation_id"),
    Reference("sites", "organisation_id", "organisations", "organisation_id"),
    Reference("commuters", "organisation_id", "organisations", "organisation_id"),
    Reference("worker_needs", "organisation_id", "organisations", "organisation_id"),
    Reference("plans", "initiative_id", "initiatives", "initiative_id"),
)
"""References to whole keys, held by the database too; those inside lists are checked by ``checks`` alone."""

METADATA = sa.MetaData(naming_convention=NAMING)


def _sql_type(column: Column) -> sa.types.TypeEngine[Any]:
    types: dict[ColumnType, sa.types.TypeEngine[Any]] = {
        ColumnType.TEXT: sa.Text(),
        ColumnType.INTEGER: sa.Integer(),
        ColumnType.NUMBER: sa.Double(),
        ColumnType.BOOLEAN: sa.Boolean(),
        ColumnType.DATE: sa.String(10),
    }
    return types[column.type]


def _target(contract: Contract, column: Column) -> tuple[str, str] | None:
    if column.name == "source_id":
        return "sources", "source_id"
    for reference in REFERENCES:
        if (reference.table, reference.column) == (contract.name, column.name):
            return reference.target_table, reference.target_column
    return None


def _sql_column(contract: Contract, column: Column) -> "sa.Column[Any]":
    target = _target(contract, column)
    keys = [sa.ForeignKey(".".join(target), deferrable=True, initially="DEFERRED")] if target else []
    is_key = column.name in contract.key
    return sa.Column(
        column.name,
        _sql_type(column),
        *keys,
        primary_key=is_key,
        nullable=not (is_key or column.name == "source_id"),
        index=bool(target) and contract.key[0] != column.name,
    )


def _sql_table(contract: Contract) -> sa.Table:
    return sa.Table(contract.name, METADATA, *(_sql_column(contract, column) for column in contract.columns))


RECORD_TABLES: dict[str, sa.Table] = {name: _sql_table(contract) for name, contract in CONTRACTS.items()}
"""Contract name -> SQL table."""

SOURCES = sa.Table(
    "sources",
    METADATA,
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("licence", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("retrieved_on", sa.String(10), nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("content_sha256", sa.String(64), nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("last_modified", sa.Text, nullable=False),
    sa.Column("is_demo", sa.Boolean, nullable=False),
)
SOURCE_RUNS = sa.Table(
    "source_runs",
    METADATA,
    sa.Column("run_id", sa.Integer, primary_key=True),
    sa.Column("source_id", sa.Text, nullable=False, index=True),
    sa.Column("started_at", sa.Text, nullable=False),
    sa.Column("finished_at", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("added_count", sa.Integer, nullable=False),
    sa.Column("changed_count", sa.Integer, nullable=False),
    sa.Column("gone_count", sa.Integer, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("difference", sa.Text, nullable=False, server_default="{}"),
)
NOTICES = sa.Table(
    "notices",
    METADATA,
    sa.Column("notice_id", sa.Integer, primary_key=True),
    sa.Column(
        "source_id",
        sa.Text,
        sa.ForeignKey("sources.source_id", deferrable=True, initially="DEFERRED"),
        nullable=False,
        index=True,
    ),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("row_key", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)
REGISTER_STATE = sa.Table(
    "register_state",
    METADATA,
    sa.Column("state_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("salt", sa.Text, nullable=False, server_default=""),
)
