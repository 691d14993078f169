from collections.abc import Callable

import pytest
import sqlalchemy as sa

from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import create
from welfare_map.register.uploads import Plan

PlanOf = Callable[..., Plan]
ROOT = Actor("root", Role.ADMINISTRATOR)


def rules(plan: Plan) -> dict[str, str]:
    return {finding.rule: finding.rows for finding in plan.findings}


@pytest.fixture
def database() -> str:
    """Use SQLite alone: what is said of a file does not depend on the database."""
    return ""


@pytest.fixture
def nido(engine: sa.Engine) -> str:
    """Put a nursery into the register; return its id."""
    values = {"name": "Nido Aurora", "kind": "nursery", "municipality_code": "901001", "capacity_authorised": 30}
    return create(engine, ROOT, table="services", values=values, why="").revision.record_id


def test_new_rows_get_an_id_out_of_what_they_are(plan_of: PlanOf) -> None:
    plan = plan_of("Nome;Tipo;Comune", "Nido Sant'Elia;asilo nido;Uno")
    assert list(plan.new["service_id"]) == ["curated:nido-s-elia-nursery-901001"]
    assert (plan.changes, plan.unchanged_count) == ((), 0)


def test_an_id_of_the_file_is_kept_under_our_name(plan_of: PlanOf) -> None:
    plan = plan_of("Codice servizio;Nome;Tipo", "N 12;Nido;nursery")
    assert list(plan.new["service_id"]) == ["curated:N-12"]


def test_a_row_is_the_record_that_alone_bears_its_name(plan_of: PlanOf, nido: str) -> None:
    plan = plan_of("Nome;Tipo;Comune;Posti", "NIDO AURORA;nido;Uno;33", "Nido Aurora;nido;Due;33")
    (change,) = plan.changes
    assert (change.line, change.record_id) == (2, nido)
    assert dict(change.before)["capacity_authorised"] == 30
    assert dict(change.after)["capacity_authorised"] == 33
    assert list(plan.new["municipality_code"]) == ["901002"]


def test_empty_cells_leave_the_register_as_it_is(plan_of: PlanOf, nido: str) -> None:
    plan = plan_of("Nome;Tipo;Comune;Posti", "Nido Aurora;nido;Uno;")
    assert (plan.changes, plan.unchanged_count, plan.is_empty) == ((), 1, True)


def test_a_row_that_gives_a_known_id_may_say_as_little_as_it_likes(plan_of: PlanOf, nido: str) -> None:
    plan = plan_of("Codice servizio;Telefono", f"{nido};0331 877298")
    assert [dict(change.after) for change in plan.changes] == [{"phone": "+390331877298"}]
    assert plan.error_lines == frozenset()


def test_equal_rows_are_imported_once_and_said(plan_of: PlanOf) -> None:
    plan = plan_of("Nome;Tipo;Comune", "A;nido;Uno", "A;nido;Uno")
    assert (len(plan.new), rules(plan)["identical_row"], plan.error_lines) == (1, "3", frozenset())


def test_two_rows_of_one_record_that_disagree_are_an_error(plan_of: PlanOf) -> None:
    plan = plan_of("Nome;Tipo;Comune;Posti", "A;nido;Uno;10", "A;nido;Uno;20")
    assert (len(plan.new), rules(plan)["same_record"], plan.error_lines) == (1, "3", {3})


def test_one_name_at_two_addresses_is_two_records_whatever_their_order(plan_of: PlanOf) -> None:
    lines = ["A;nido;Uno;Via Prima 1", "A;nido;Uno;Via Seconda 2"]
    plan = plan_of("Nome;Tipo;Comune;Indirizzo", *lines)
    assert len(set(plan.new["service_id"])) == 2
    assert set(plan.new["service_id"]) == set(plan_of("Nome;Tipo;Comune;Indirizzo", *lines[::-1]).new["service_id"])


def test_an_organisation_is_known_by_its_vat_number_first(plan_of: PlanOf, engine: sa.Engine) -> None:
    values = {"organisation_name": "Prova", "organisation_kind": "company", "vat_code": "00743110157"}
    known = create(engine, ROOT, table="organisations", values=values, why="").revision.record_id
    plan = plan_of("Ragione sociale;Tipo;P.IVA", "Altro nome;impresa;00743110157", table="organisations")
    assert [change.record_id for change in plan.changes] == [known]
    assert dict(plan.changes[0].after) == {"organisation_name": "Altro nome"}


def test_a_demonstration_record_is_never_taken_for_a_real_one(plan_of: PlanOf) -> None:
    plan = plan_of("Nome;Tipo;Comune", "Nursery Uno;nido;Uno")
    assert (len(plan.new), plan.changes) == (1, ())


def test_a_new_row_that_is_likely_known_is_said(plan_of: PlanOf, nido: str) -> None:
    plan = plan_of("Nome;Tipo;Comune", "Asilo nido L'Aurora;nido;Uno")
    found = next(finding for finding in plan.findings if finding.rule == "possible_duplicate")
    assert (found.rows, found.suggestion, found.severity) == ("2", nido, "warning")


def test_adhesions_are_known_by_organisation_and_initiative(plan_of: PlanOf) -> None:
    plan = plan_of("Organizzazione;Accordo;Ruolo", "firm;pact;promotore", "union;pact;membro", table="adhesions")
    assert [(change.record_id, dict(change.after)) for change in plan.changes] == [("firm/pact", {"role": "promoter"})]
    assert list(plan.new["organisation_id"]) == ["union"]


@pytest.fixture
def officina(engine: sa.Engine) -> str:
    """Put a firm into the register; return its id."""
    values = {"organisation_name": "Officina", "organisation_kind": "company", "municipality_code": "901001"}
    return create(engine, ROOT, table="organisations", values=values, why="").revision.record_id


def test_shifts_of_a_firm_are_new_or_change_by_their_number(plan_of: PlanOf, engine: sa.Engine, officina: str) -> None:
    early = {"organisation_id": officina, "shift_number": 1, "days": "Mo-Fr", "starts_at": "06:00", "ends_at": "14:00"}
    create(engine, ROOT, table="shifts", values=early, why="")
    header = "Codice organizzazione;Turno;Giorni;Inizio;Fine;Addetti"
    plan = plan_of(header, f"{officina};1;Mo-Fr;05:30;13:30;8", f"{officina};2;Mo-Fr;14:00;22:00;", table="shifts")
    (change,) = plan.changes
    assert (change.record_id, dict(change.after)["starts_at"]) == (f"{officina}/1", "05:30")
    assert plan.new[["organisation_id", "shift_number", "days"]].to_numpy().tolist() == [[officina, 2, "Mo-Fr"]]
    assert plan.error_lines == frozenset()


def test_sites_of_a_firm_are_placed_and_begin_with_two(plan_of: PlanOf, officina: str) -> None:
    header = "Codice organizzazione;Sede;Nome sede;Comune;Addetti"
    plan = plan_of(header, f"{officina};2;Magazzino;Due;4", f"{officina};1;Sede;Uno;4", table="sites")
    assert list(plan.new["municipality_code"]) == ["901002"]
    assert list(plan.new["position_quality"]) == ["municipality"]
    assert plan.error_lines == frozenset({3})


def test_the_same_shifts_read_again_change_nothing(plan_of: PlanOf, engine: sa.Engine, officina: str) -> None:
    early = {"organisation_id": officina, "shift_number": 1, "days": "Mo-Fr", "starts_at": "06:00", "ends_at": "14:00"}
    create(engine, ROOT, table="shifts", values=early, why="")
    header = "Codice organizzazione;Turno;Giorni;Inizio;Fine"
    plan = plan_of(header, f"{officina};1;Mo-Fr;06:00;14:00", table="shifts")
    assert (plan.is_empty, plan.unchanged_count) == (True, 1)
