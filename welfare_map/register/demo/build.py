"""From a territory to the tables of the demonstration set, and to its files."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from geodata.store import write_csv_table
from geodata.tables import CONTRACTS, Contract, conform
from geodata.territory import Territory
from welfare_map.register.demo.agreements import adhesion_rows, agreement_rows
from welfare_map.register.demo.branches import branch_rows
from welfare_map.register.demo.commuters import commuter_rows
from welfare_map.register.demo.firms import firm_rows, need_offer_rows, shift_rows
from welfare_map.register.demo.labels import Row
from welfare_map.register.demo.plans import plan_services
from welfare_map.register.demo.providers import provider_cells
from welfare_map.register.demo.services import availability_rows, service_row
from welfare_map.register.demo.sites import Site, sites_of


def build_demo(territory: Territory) -> dict[str, pd.DataFrame]:
    """
    Invent the whole set.

    Parameters
    ----------
    territory
        Its municipalities with full geometry and residents; the files in ``data/demo`` are of the default area.

    Returns
    -------
    tables
        Contract name -> table that conforms to it: services, availability, organisations, initiatives, adhesions,
        shifts, needs_offers, sites, commuters; rows by municipality.
    """
    sites = sites_of(territory)
    agreements = list(agreement_rows(territory))
    firms = _firm_tables(sites, agreements)
    services = _run_by_firms([service_row(plan) for plan in plan_services(sites)], firms["organisations"])
    rows: dict[str, list[Row]] = {
        "services": services,
        "availability": [row for service in services for row in availability_rows(service)],
        "initiatives": agreements,
        **firms,
    }
    return {name: _table(found, CONTRACTS[name]) for name, found in rows.items()}


def _table(rows: Sequence[Row], contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, columns=list(contract.column_names)), contract)


def _run_by_firms(services: Sequence[Row], firms: Sequence[Row]) -> list[Row]:
    """Give some services to the firms of their municipality."""
    local: defaultdict[object, list[Row]] = defaultdict(list)
    for firm in firms:
        local[firm["municipality_code"]].append(firm)
    return [service | provider_cells(service, local[service["municipality_code"]]) for service in services]


def _firm_tables(sites: Sequence[Site], agreements: Sequence[Row]) -> dict[str, list[Row]]:
    firms = [firm for site in sites for firm in firm_rows(site)]
    shifts = {str(firm["organisation_id"]): list(shift_rows(firm)) for firm in firms}
    agreement_of = {str(row["territory"]).removeprefix("province:"): str(row["initiative_id"]) for row in agreements}
    return {
        "organisations": firms,
        "adhesions": [row for firm in firms for row in adhesion_rows(firm, agreement_of)],
        "shifts": [row for rows in shifts.values() for row in rows],
        "needs_offers": [row for firm in firms for row in need_offer_rows(firm)],
        "sites": [row for firm in firms for row in branch_rows(firm, sites)],
        "commuters": [
            row for firm in firms for row in commuter_rows(firm, shifts[str(firm["organisation_id"])], sites)
        ],
    }


def write_demo(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write each table as ``<name>.csv``; same tables, same bytes."""
    for name, table in tables.items():
        write_csv_table(folder / f"{name}.csv", table)
