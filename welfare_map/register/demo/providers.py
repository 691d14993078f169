"""Which invented services an invented firm of the same municipality runs."""

from collections.abc import Sequence

from geodata.codes import OrganisationKind
from welfare_map.register.demo.dice import Dice
from welfare_map.register.demo.labels import Row, labelled

COOPERATIVE_WORDS = "Cooperativa sociale"


def provider_cells(service: Row, firms: Sequence[Row]) -> Row:
    """
    Return the organisation that runs a service, and its name.

    Parameters
    ----------
    service
        A company nursery says whether it takes others; a cooperative has its own words for a name.
    firms
        Of the same municipality.

    Returns
    -------
    cells
        None where no firm of the kind is there: the service keeps the name it has.
    """
    kind = _organisation_kind(service)
    candidates = [firm for firm in firms if firm["organisation_kind"] == kind]
    if not candidates:
        return {}
    firm = Dice(service["source_key"], "organisation").pick(candidates)
    return {"organisation_id": firm["organisation_id"], "provider_name": firm["organisation_name"]}


def _organisation_kind(service: Row) -> str:
    if service.get("is_open_to_others") is not None:
        return OrganisationKind.COMPANY.value
    is_cooperative = str(service["provider_name"]).startswith(labelled(COOPERATIVE_WORDS))
    return OrganisationKind.COOPERATIVE.value if is_cooperative else ""
