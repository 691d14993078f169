"""The link of a questionnaire: one for everybody, good for its days and for nothing else."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from geodata.errors import InputError
from welfare_map.register.accounts.signed_links import read_link, sign_link
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.surveys.links import read_survey_token, survey_address, survey_token
from welfare_map.register.surveys.surveys import Survey
from welfare_map.register.updates.file_day import ROME

SECRET = "s" * 40
SURVEY = Survey(
    survey_id="abc", organisation_id="firm", title="Uno", opened_on="2026-09-01", closes_on="2026-09-22", closed_on=""
)


def test_everybody_gets_the_same_link_and_it_ends_with_the_last_day() -> None:
    token = survey_token(SECRET, SURVEY)
    assert token == survey_token(SECRET, SURVEY)
    midnight = datetime(2026, 9, 23, tzinfo=ROME)
    assert read_survey_token(SECRET, token, at=midnight - timedelta(seconds=1)) == "abc"
    with pytest.raises(InputError) as refused:
        read_survey_token(SECRET, token, at=midnight)
    assert refused.value.key == "error.expired_link"


def test_links_of_one_purpose_do_not_pass_for_the_other() -> None:
    noon = datetime(2026, 9, 2, 12, tzinfo=UTC)
    cases = (
        lambda: read_link(SECRET, survey_token(SECRET, SURVEY), at=noon),
        lambda: read_survey_token(SECRET, sign_link(SECRET, RecordRef("services", "abc"), at=noon), at=noon),
        lambda: read_survey_token("t" * 40, survey_token(SECRET, SURVEY), at=noon),
    )
    for case in cases:
        with pytest.raises(InputError) as refused:
            case()
        assert refused.value.key == "error.forged_link"


def test_the_address_carries_the_token_to_the_page() -> None:
    token = survey_token(SECRET, SURVEY)
    parts = urlsplit(survey_address("https://mappa.example.org/", token))
    assert (parts.netloc, parts.path) == ("mappa.example.org", "/questionario")
    assert parse_qs(parts.query) == {"q": [token]}
