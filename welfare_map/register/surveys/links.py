"""The link by which workers open a questionnaire, without an account: signed, and good until its last day."""

from datetime import date, datetime, time
from typing import Final
from urllib.parse import quote

from welfare_map.register.accounts.signed_links import read_items, sign_items
from welfare_map.register.surveys.surveys import Survey
from welfare_map.register.updates.file_day import ROME

PURPOSE: Final = "welfare-map answer a questionnaire"
"""Part of the signature, so that nothing signed for another purpose passes here."""
PAGE: Final = "questionario"
PARAMETER: Final = "q"


def survey_token(secret: str, survey: Survey) -> str:
    """Return the token of a questionnaire: the same whenever it is asked for, as everybody gets the same link."""
    opened, last = date.fromisoformat(survey.opened_on), date.fromisoformat(survey.closes_on)
    midnight = datetime.combine(opened, time(), ROME)
    return sign_items(secret, PURPOSE, (survey.survey_id,), days=(last - opened).days + 1, at=midnight)


def read_survey_token(secret: str, token: str, *, at: datetime | None = None) -> str:
    """
    Return the id of the questionnaire that a token names.

    Raises
    ------
    InputError
        ``error.forged_link``; ``error.expired_link``.
    """
    return read_items(secret, PURPOSE, token, count=1, at=at)[0]


def survey_address(site: str, token: str) -> str:
    """Return the address that opens the questionnaire."""
    return f"{site.rstrip('/')}/{PAGE}?{PARAMETER}={quote(token, safe='')}"
