"""Sentences of coverage and access with none, one and two of what they count: no "0 nidi", no "1 posti"."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geodata.codes import Level, ServiceKind
from geodata.routing.estimate import Estimate
from welfare_map.maps.access_cards import equity_html, not_counted
from welfare_map.maps.coverage_cards import calls_list, calls_words
from welfare_map.model import (
    AccessAnswer,
    AccessQuery,
    AccessRow,
    CoverageAnswer,
    CoverageQuery,
    CoverageStatus,
    DependsOn,
    Disagreement,
    EarlierFigure,
    Phrase,
)
from welfare_map.questions.access import access
from welfare_map.questions.access.disagreement import Mean
from welfare_map.questions.access.saying import depends_words, disagreement_sentence, sentence
from welfare_map.questions.coverage import change, coverage
from welfare_map.questions.coverage.areas import areas_of_level
from welfare_map.questions.coverage.known import indicator_asked
from welfare_map.questions.coverage.saying import sentence as coverage_sentence
from welfare_map.questions.coverage.saying import ways_words
from welfare_map.snapshot import Snapshot

Make = Callable[..., Mapping[str, Any]]
Of = Callable[..., Snapshot]
ON = date(2026, 9, 15)
LIST = "regione-lombardia-toy"
ASKED = AccessQuery(as_of_on=ON, kinds=(ServiceKind.NURSERY,), limit_min=21.0)
BOTH = pytest.mark.parametrize("lang", ["it", "en"])
WITHIN = "entro 21 min in auto, contando anche i vicini che li vogliono;"
PLURAL = {
    "it": "nidi|posti|schede|servizi|aree|comuni|residenti|bambini|persone|lo raggiungono|restano|cambiano",
    "en": "nurseries|places|records|services|areas|municipalities|residents|children|people|meet it|stay|move",
}


def is_well_said(words: str, lang: str) -> bool:
    """Tell that one is not followed by a plural, that nothing is counted by a nought, and that nothing is None."""
    return "None" not in words and re.search(rf"(?<![\d.,])[01] ({PLURAL[lang]})\b|\b[Ii]n 0\b", words) is None


# --- coverage -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def silent(make_snapshot: Of, make_service: Make) -> Callable[..., Snapshot]:
    """Give Uno nurseries with places and some that say nothing, and Due one of ten, so that there is a bound."""

    def made(places: tuple[int | None, ...], lost_count: int = 0) -> Snapshot:
        bound = make_service("bound", None, LIST, municipality_code="901002", capacity_authorised=10)
        own = [
            make_service(f"n{number}", None, LIST, municipality_code="901001", capacity_authorised=count)
            for number, count in enumerate(places)
        ]
        lost = [make_service(f"lost{number}", None, LIST, capacity_authorised=5) for number in range(lost_count)]
        targets = {"target_id": "lep-nursery-2027", "value": 33, "source": "x"}
        words = {f"{part}_{lang}": "x" for part in ("name", "meaning", "note") for lang in ("it", "en")}
        return make_snapshot({"services": [bound, *own, *lost], "targets": [targets | words]})

    return made


def opened(snapshot: Snapshot, **asked: Any) -> CoverageAnswer:
    usual = {"indicator": "lep_nursery", "code": "901001", "is_explained": True}
    return coverage(snapshot, CoverageQuery(as_of_on=ON, **{**usual, **asked}))


@pytest.mark.parametrize(
    ("places", "lost_count", "words"),
    [
        ((), 0, {"it": "0 posti", "en": "0 authorised"}),
        (
            (1,),
            0,
            {
                "it": "1 posto autorizzato equivalente a tempo pieno ÷",
                "en": "1 authorised full-time-equivalent place ÷",
            },
        ),
        (
            (1, 1),
            0,
            {
                "it": "2 posti autorizzati equivalenti a tempo pieno ÷",
                "en": "2 authorised full-time-equivalent places ÷",
            },
        ),
        ((1, None), 0, {"it": "una scheda non dice", "en": "one record does not say"}),
        ((1, None, None), 0, {"it": "2 schede non dicono", "en": "2 records do not say"}),
        ((None,), 0, {"it": "nulla di certo ÷", "en": "nothing for sure ÷"}),
        ((5,), 1, {"it": "Di una scheda non si sa il comune, e potrebbe", "en": "Of one record"}),
        ((5,), 2, {"it": "Di 2 schede non si sa il comune, e potrebbero", "en": "Of 2 records"}),
    ],
)
@BOTH
def test_an_opened_figure_counts_in_the_singular_and_in_the_plural(
    silent: Callable[..., Snapshot], places: tuple[int | None, ...], lost_count: int, words: dict[str, str], lang: str
) -> None:
    answer = opened(silent(places, lost_count), part_time_share=1.0)
    found = answer.explanation
    assert found is not None
    said = " ".join((found.filled.words(lang), found.interval.words(lang), answer.sentence.words(lang)))
    assert words[lang] in said
    assert "None" not in said
    if places:
        assert is_well_said(said, lang), said


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        ("met not_met", {"it": "1 lo raggiunge, 1 no.", "en": "1 meets it, 1 does not."}),
        ("met met", {"it": "2 lo raggiungono.", "en": "2 meet it."}),
        ("undecidable undecidable", {"it": "per 2 non si può dire.", "en": "of 2 it cannot be told."}),
        (
            "met undecidable",
            {"it": "1 lo raggiunge, per 1 non si può dire.", "en": "1 meets it, of 1 it cannot be told."},
        ),
    ],
)
@BOTH
def test_how_many_areas_meet_a_target_is_said_without_those_that_are_none(
    silent: Callable[..., Snapshot], statuses: str, words: dict[str, str], lang: str
) -> None:
    snapshot = silent((1,))
    row = opened(snapshot).rows[0]
    rows = tuple(replace(row, status=CoverageStatus(one)) for one in statuses.split())
    query = CoverageQuery(as_of_on=ON, indicator="lep_nursery")
    said = coverage_sentence(rows, areas_of_level(snapshot, Level.PROVINCE), indicator_asked(query)).words(lang)
    assert said.endswith(words[lang])
    assert is_well_said(said, lang)


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        ([1, 1], {"it": "sale in tutte le aree", "en": "it rises in all areas"}),
        ([1, -1], {"it": "sale in 1, scende in 1", "en": "it rises in 1, it falls in 1"}),
        (
            [0, 0, None],
            {"it": "resta uguale in 2, in 1 non si può dire", "en": "it stays the same in 2, in 1 it cannot be told"},
        ),
        ([None, None], {"it": "non si può dire in nessuna area", "en": "it cannot be told of any area"}),
    ],
)
@BOTH
def test_ways_of_a_figure_leave_out_those_that_none_goes(
    ways: list[int | None], words: dict[str, str], lang: str
) -> None:
    assert ", ".join(one.words(lang) for one in ways_words(ways)) == words[lang]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ((), {"it": "Nessuna area risponde", "en": "No area answers"}),
        (
            ("901001",),
            {
                "it": "Uno: per certo la cifra sale; come la dicono le schede era 0, ora è",
                "en": "Uno: the figure rises for sure; as the records state it, it was 0 and is now",
            },
        ),
        (("901001", "901002"), {"it": "sale in tutte le aree.", "en": "it rises in all areas."}),
    ],
)
@BOTH
def test_a_change_of_none_one_and_two_areas(
    silent: Callable[..., Snapshot], before: tuple[str, ...], words: dict[str, str], lang: str
) -> None:
    query = CoverageQuery(as_of_on=ON, indicator="lep_nursery", part_time_share=1.0)
    then = tuple(
        EarlierFigure(unit_code=code, numerator=0, denominator=20, value_low=0, value_high=0, is_demo=False)
        for code in before
    )
    kept = coverage(silent((1,)), query).parameters
    said = change(silent((1,)), query, then, kept).sentence.words(lang)
    assert words[lang] in said
    assert is_well_said(said, lang)


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((1,), {"it": "Nessuna risposta, da sola,", "en": "No answer alone"}),
        ((None,), {"it": "Una scheda, con una sola risposta, può chiarire", "en": "One record, with a single answer"}),
        ((None, None), {"it": "2 schede, ciascuna con una sola", "en": "2 records, each with a single answer"}),
    ],
)
@BOTH
def test_calls_are_counted_and_their_order_explained_where_there_is_one(
    silent: Callable[..., Snapshot], places: tuple[int | None, ...], words: dict[str, str], lang: str
) -> None:
    """Uno has 28 children aged 3–36 months and needs 10 places for 33 per 100: one answer, or two, may settle it."""
    answer = opened(silent(places), part_time_share=1.0)
    said = calls_words(answer, lang)
    assert said.startswith(words[lang])
    assert ({"it": "Vengono prima", "en": "First come"}[lang] in said) is (len(answer.to_call) > 1)
    listed = calls_list(answer, lang)
    assert listed.count({"it": "Può chiarire", "en": "It may settle"}[lang]) == answer.to_call_count
    assert is_well_said(said + listed, lang)


# --- access ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def answer(make_snapshot: Of, make_service: Make) -> AccessAnswer:
    at = {"901001": (5, 5), "902005": (25, 25)}
    services = [
        make_service(f"n-{code}", where, LIST, municipality_code=code, capacity_authorised=30)
        for code, where in at.items()
    ]
    query = replace(ASKED, code="901001", is_explained=True)
    return access(make_snapshot({"services": services}), query, Estimate())


def rows_with(answer: AccessAnswer, *changes: dict[str, Any]) -> tuple[AccessRow, ...]:
    """Make rows that differ from one of which all is known, and nothing lacks."""
    usual = {"residents": 100, "value": 40.0, "value_low": 40.0, "value_high": 40.0, "is_demo": False}
    return tuple(
        replace(answer.rows[0], **{**usual, "unit_name": f"N{number}", **one}) for number, one in enumerate(changes)
    )


OPEN: dict[str, Any] = {"value": 35.0, "value_low": 2.0, "value_high": None}
NONE: dict[str, Any] = {"value": None, "value_low": 0.0, "value_high": None}
MORE: dict[str, Any] = {"value": 60.0, "value_low": 50.0, "value_high": None}
NOBODY: dict[str, Any] = {"residents": 0, "value": None, "value_low": None, "value_high": None}
LOW, HIGH = (
    {"value": 11.0, "value_low": 11.0, "value_high": 11.0},
    {"value": 28.0, "value_low": 28.0, "value_high": 28.0},
)
ZERO: dict[str, Any] = {"value": 0.0, "value_low": 0.0, "value_high": 0.0}


@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        pytest.param((LOW, HIGH), "da 11 (N0) a 28 (N1) posti.", "non si può dire", id="all known"),
        pytest.param((LOW, LOW), "restano ovunque 11 posti.", "(N0)", id="all alike"),
        pytest.param(
            (LOW, HIGH, OPEN),
            "Di un'altra, N2, non si può dire, perché mancano dati qui o intorno: "
            "può essere la peggiore, con almeno 2.",
            "queste",
            id="one open, that may be worse",
        ),
        pytest.param(
            (LOW, HIGH, OPEN, OPEN),
            "Di altre 2 non si può dire, perché mancano dati qui o intorno: le peggiori "
            "possono essere fra queste, che ne hanno almeno 2 (N2).",
            "un'altra",
            id="two that may be worse",
        ),
        pytest.param((LOW, HIGH, NONE), "può essere la peggiore, e non averne nessuno", "almeno 0", id="one, no least"),
        pytest.param((LOW, HIGH, NONE, NONE), "e non averne nessuno (per esempio N2)", "almeno 0", id="two, no least"),
        pytest.param((ZERO, HIGH, NONE), "la peggiore, e non averne nessuno", "almeno 0", id="one as bad as the worst"),
        pytest.param((ZERO, HIGH, NONE, NONE), "e non averne nessuno (per", "almeno 0", id="two as bad as the worst"),
        pytest.param((ZERO, ZERO), "non resta nessun posto, da nessuna parte.", " 0 ", id="none anywhere"),
        pytest.param((ZERO, ZERO, NONE), "nessun posto nelle 2 aree di cui si può dire.", " 0 ", id="none where known"),
        pytest.param((ZERO, NONE), "nessun posto nella sola area di cui si può dire, N0.", " 0 ", id="none in the one"),
        pytest.param((LOW, HIGH, MORE), "ma ne ha almeno 50.", "peggior", id="one open, that cannot be worse"),
        pytest.param((LOW, HIGH, MORE, MORE), "ma ne hanno almeno 50.", "peggior", id="two that cannot be worse"),
        pytest.param((LOW, OPEN), "nella sola area di cui si può dire, N0.", "1 aree", id="one known"),
        pytest.param((LOW, HIGH, NOBODY), "In un'area non vive nessuno", "mancano dati", id="one where nobody lives"),
        pytest.param((LOW, HIGH, NOBODY, NOBODY), "In 2 aree non vive nessuno", "mancano dati", id="two of them"),
    ],
)
def test_the_headline_names_what_may_be_the_worst(
    answer: AccessAnswer, changes: tuple[dict[str, Any], ...], said: str, unsaid: str
) -> None:
    rows = rows_with(answer, *changes)
    words = sentence(rows, "municipality", ASKED, "residents_0_2").words("it")
    assert said in words
    assert unsaid not in words
    assert all(
        is_well_said(sentence(rows, "municipality", ASKED, "residents_0_2").words(lang), lang) for lang in ("it", "en")
    )


@pytest.mark.parametrize(
    ("value", "ratio", "words"),
    [
        (0.0, 0.0, "non resta nessun posto; dentro i confini non ce ne sono."),
        (
            1.0,
            1.0,
            f"resta un posto {WITHIN} dentro i confini ce n'è uno.",
        ),
        (
            2.0,
            2.5,
            f"restano 2 posti {WITHIN} dentro i confini ce ne sono 2,5.",
        ),
        (2.0, None, "quanti ce ne siano dentro i confini non si può dire."),
        (None, None, "quanti posti restano ai bambini di 0-2 anni entro 21 min in auto non si può dire."),
    ],
)
def test_one_area_is_said_with_none_one_and_two_places(
    answer: AccessAnswer, value: float | None, ratio: float | None, words: str
) -> None:
    rows = rows_with(answer, {"value": value, "ratio": ratio} | ({"value_low": 0.0} if value is None else {}))
    assert sentence(rows, "municipality", ASKED, "residents_0_2").words("it").endswith(words)
    assert is_well_said(sentence(rows, "municipality", ASKED, "residents_0_2").words("en"), "en")


@pytest.mark.parametrize(
    ("low", "words"),
    [
        (0.0, "quanti posti restano ai bambini di 0-2 anni entro 21 min in auto non si può dire."),
        (2.0, "contando anche i vicini che li vogliono; quanti in tutto non si può dire."),
    ],
)
def test_one_area_without_an_upper_end_is_not_given_a_flat_figure(answer: AccessAnswer, low: float, words: str) -> None:
    rows = rows_with(answer, {"value": low, "value_low": low, "value_high": None})
    said = sentence(rows, "municipality", ASKED, "residents_0_2").words("it")
    assert said.endswith(words)
    assert ("restano almeno 2 posti" in said) is bool(low)


D = Disagreement


@pytest.mark.parametrize(
    ("kinds", "said", "unsaid"),
    [
        ([D.BOTH_LOW, D.BOTH_HIGH], "in 1 pochi comunque; in 1 tanti comunque.", "da 1 a"),
        ([D.BOTH_LOW, D.UNDECIDABLE], "sono da 1 a 2: le peggiori possono essere fra quelle", "vicino;"),
        ([D.SHARED_OUT, D.BOTH_LOW, D.UNDECIDABLE, D.UNDECIDABLE], "sono da 2 a 4", "in 0"),
        ([D.BOTH_HIGH, D.UNDECIDABLE], "Quella di cui non si può dire può essere un'area dove restano pochi", "da 0"),
        ([D.UNDECIDABLE, D.UNDECIDABLE], "non si può dire per nessuna area", "per 2"),
    ],
)
@BOTH
def test_how_ratio_and_access_disagree_is_an_interval_where_some_cannot_be_told(
    answer: AccessAnswer, kinds: list[Disagreement], said: str, unsaid: str, lang: str
) -> None:
    rows = rows_with(answer, *({"disagreement": one, "value_low": 3.0} for one in kinds))
    found = disagreement_sentence(rows, "municipality", Mean(20, 20, 20))
    assert said in found.words("it")
    assert unsaid not in found.words("it")
    assert is_well_said(found.words(lang), lang)


def test_an_area_that_surely_has_enough_is_not_among_those_that_may_have_few(answer: AccessAnswer) -> None:
    rows = rows_with(answer, {"disagreement": D.BOTH_LOW}, {"disagreement": D.UNDECIDABLE, "value_low": 20.0})
    assert "da 1 a" not in disagreement_sentence(rows, "municipality", Mean(20, 20, 20)).words("it")
    assert "da 1 a 2" in disagreement_sentence(rows, "municipality", Mean(20, 20, 21)).words("it")


@pytest.mark.parametrize(
    ("depends", "words"),
    [
        ([None], {"it": "Di nessuna area", "en": "Of no area"}),
        ([DependsOn.NOTHING], {"it": "1 area resta nello stesso quinto della classifica.", "en": "1 area stays in"}),
        ([DependsOn.NOTHING] * 2, {"it": "2 aree restano nello stesso", "en": "2 areas stay in"}),
        (
            [DependsOn.RADIUS, DependsOn.BOTH] * 2,
            {"it": "2 cambiano quinto con il raggio, 2 cambiano", "en": "2 move to"},
        ),
        ([DependsOn.DECAY], {"it": "1 cambia quinto con il peso", "en": "1 moves to another fifth with the weight"}),
    ],
)
@BOTH
def test_what_the_fifth_depends_on(
    answer: AccessAnswer, depends: list[DependsOn | None], words: dict[str, str], lang: str
) -> None:
    said = depends_words(rows_with(answer, *({"depends_on": one} for one in depends))).words(lang)
    assert words[lang] in said
    assert is_well_said(said, lang)


@pytest.mark.parametrize("count", [0, 1, 2])
@BOTH
def test_what_is_not_counted_is_said_where_there_is_any(answer: AccessAnswer, count: int, lang: str) -> None:
    names = ("unknown_count", "open_unknown_count", "without_position_count", "closed_count", "unreached_count")
    said = not_counted(replace(answer, **dict.fromkeys(names, count)), lang)
    assert (said == "") is (count == 0)
    assert said.count(".") == (len(names) if count else 0)
    assert is_well_said(said, lang)


@pytest.mark.parametrize(
    ("reached", "italian", "english"),
    [
        pytest.param([], "nessuno", "none", id="none"),
        pytest.param(
            [(LIST, None)],
            "un servizio, che non dice quanti posti ha",
            "one service, which does not say how many places it has",
            id="one",
        ),
        pytest.param(
            [("demo", None)],
            "un servizio, inventato, che non dice quanti posti ha",
            "one service, invented, which does not say how many places it has",
            id="one, both",
        ),
        pytest.param(
            [(LIST, None)] * 2,
            "2 servizi, di cui nessuno dice quanti posti ha",
            "2 services, of which none says how many places it has",
            id="none says it",
        ),
        pytest.param(
            [("demo", 9), ("demo", 9), ("demo", None)],
            "3 servizi, tutti inventati, di cui uno non dice quanti posti ha",
            "3 services, all invented, of which one does not say how many places it has",
            id="all invented, one unknown",
        ),
        pytest.param(
            [("demo", 9), (LIST, None), (LIST, None)],
            "3 servizi, di cui uno è inventato e 2 non dicono quanti posti hanno",
            "3 services, of which one is invented and 2 do not say how many places they have",
            id="some of both",
        ),
        pytest.param([("demo", 9)] * 2, "2 servizi, tutti inventati", "2 services, all invented", id="all invented"),
    ],
)
def test_the_services_that_an_area_reaches_are_counted(
    make_snapshot: Of, make_service: Make, reached: list[tuple[str, int | None]], italian: str, english: str
) -> None:
    services = [
        make_service(f"n{number}", (5, 5), source_id, municipality_code="901001", capacity_authorised=places)
        for number, (source_id, places) in enumerate(reached)
    ]
    far = make_service("far", (25, 25), LIST, municipality_code="902005", capacity_authorised=1)
    found = access(
        make_snapshot({"services": [far, *services]}), replace(ASKED, code="901001", is_explained=True), Estimate()
    ).explanation
    assert found is not None
    assert (found.reached.words("it"), found.reached.words("en")) == (italian, english)


def test_one_municipality_alone_has_no_index_of_inequality(
    answer: AccessAnswer, make_snapshot: Of, make_service: Make
) -> None:
    assert (answer.equity.gini, answer.equity.palma) == (None, None)
    assert "Gini" not in equity_html(answer, "it")
    several = [
        make_service(f"n-{code}", where, LIST, municipality_code=code, capacity_authorised=30)
        for code, where in {"901001": (5, 5), "902005": (25, 25)}.items()
    ]
    whole = access(make_snapshot({"services": several}), ASKED, Estimate())
    assert whole.equity.gini is not None
    assert "Gini" in equity_html(whole, "it")


def test_what_is_known_of_an_area_is_a_phrase_with_words_for_one(answer: AccessAnswer) -> None:
    found = answer.explanation
    assert found is not None
    assert isinstance(found.filled, Phrase)
    assert is_well_said(found.filled.words("it"), "it")
