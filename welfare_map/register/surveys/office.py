"""Questionnaires as pages deal with them: each act asks ``permissions`` first, then does it."""

from datetime import datetime

from geodata.codes import Visibility
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.permissions import Action, may, require
from welfare_map.register.history.records import Cells, find_record
from welfare_map.register.sql.database import reading
from welfare_map.register.surveys.closing import Closed, close_survey
from welfare_map.register.surveys.suppression import Counts
from welfare_map.register.surveys.surveys import DEFAULT_DAYS, Survey, open_survey, read_survey


def may_run(desk: Desk, actor: Actor, organisation_id: str) -> bool:
    """
    Tell whether somebody may open and close the questionnaires of an organisation.

    Raises
    ------
    InputError
        ``error.unknown_record``.
    """
    return may(actor, Action.SURVEY, record=_cells(desk, organisation_id), territory=desk.territory)


def start(
    desk: Desk,
    actor: Actor,
    organisation_id: str,
    *,
    title: str,
    days: int = DEFAULT_DAYS,
    at: datetime | None = None,
) -> Survey:
    """Open a questionnaire; see ``open_survey``. Raises ``error.not_allowed`` too."""
    _require(desk, actor, organisation_id)
    return open_survey(desk.engine, organisation_id, title=title, days=days, at=at)


def finish(
    desk: Desk,
    actor: Actor,
    survey_id: str,
    *,
    visibility: Visibility,
    paper: Counts | None = None,
    at: datetime | None = None,
) -> Closed:
    """Close a questionnaire; see ``close_survey``. Raises ``error.not_allowed`` too."""
    _require(desk, actor, read_survey(desk.engine, survey_id).organisation_id)
    return close_survey(desk.engine, actor, survey_id, visibility=visibility, paper=paper, at=at)


def _require(desk: Desk, actor: Actor, organisation_id: str) -> None:
    require(actor, Action.SURVEY, record=_cells(desk, organisation_id), territory=desk.territory)


def _cells(desk: Desk, organisation_id: str) -> Cells:
    with reading(desk.engine) as connection:
        return find_record(connection, "organisations", organisation_id).cells
