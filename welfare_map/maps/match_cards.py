"""Cards of possible exchanges: what, with whom, the score with its parts, why and why not."""

from collections.abc import Sequence

from welfare_map.maps.firm_cards import exchange_words
from welfare_map.maps.parts import column_heads, definition_list, head_row, tag
from welfare_map.maps.popups import escape
from welfare_map.model import Exchange, MatchBridge, MatchPart, MatchRow, MatchSide, Phrase
from welfare_map.texts import formats, text
from welfare_map.texts.hours import hours_in_words


def match_card(row: MatchRow, mine: Exchange, lang: str, *, number: int | None) -> str:
    """
    Build the card of one exchange.

    Parameters
    ----------
    row
        The exchange and its score.
    mine
        What the firm that asks declared.
    number
        Of the firm, on the map too; None where it is on no map.
    """
    count = f'<span class="wm-number">{number}</span>' if number is not None else ""
    return (
        f'<article class="wm-card wm-match"><div class="wm-card-head">{count}'
        f'<h4>{escape(row.organisation_name)}</h4><span class="wm-minutes">{escape(_minutes(row, lang))}</span></div>'
        f'<p class="wm-labels">{_labels(row, lang)}</p>'
        f"{definition_list(_facts(row, mine, lang))}{_bridge(row.bridge, lang)}{_score(row, lang)}"
        f"{_reasons('why', row.why, lang)}{_reasons('why_not', row.why_not, lang)}{_parts(row, lang)}</article>"
    )


def _minutes(row: MatchRow, lang: str) -> str:
    if row.bridge is not None:
        return formats.minutes(row.bridge.travel_min, lang, is_approximate=row.is_approximate)
    if row.travel_min is None:
        return ""
    return formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate)


def _labels(row: MatchRow, lang: str) -> str:
    labels = tag(text(f"codes.exchange_kind.{row.exchange_kind}", lang))
    if row.shared_initiative_ids:
        labels += tag(text("matches.agreement.same", lang))
    if row.bridge is not None:
        labels += tag(text("matches.card.bridge", lang))
    if row.is_demo:
        labels += tag(text("card.demo", lang), style="wm-demo")
    return labels


def _facts(row: MatchRow, mine: Exchange, lang: str) -> list[tuple[str, str]]:
    theirs = Exchange(
        need_offer_id=row.need_offer_id,
        organisation_id=row.organisation_id,
        direction="offer" if row.side is MatchSide.RECEIVE else "need",
        exchange_kind=row.exchange_kind,
        theme=row.theme,
        quantity=row.quantity,
        unit=row.unit,
        from_on=row.from_on,
        hours=row.hours,
        description=row.description,
    )
    facts = [
        (text(f"matches.card.theirs_{row.side}", lang), escape(exchange_words(theirs, lang))),
        (text(f"matches.card.mine_{row.side}", lang), escape(exchange_words(mine, lang))),
        (text("matches.card.where", lang), escape(row.municipality_name or "")),
    ]
    return facts if row.side is MatchSide.RECEIVE else [facts[0], facts[2], facts[1]]


def _bridge(bridge: MatchBridge | None, lang: str) -> str:
    if bridge is None:
        return ""
    words = text("matches.card.bridge_of", lang, name=bridge.organisation_name)
    hours = [hours_in_words(bridge.hours, lang)] if bridge.hours else []
    label = f" {tag(text('card.demo', lang), style='wm-demo')}" if bridge.is_demo else ""
    return f'<p class="wm-bridge">{escape(" · ".join([words, *hours]))}{label}</p>'


def _score(row: MatchRow, lang: str) -> str:
    """Draw the score as a bar; the words beside it say the same."""
    words = text("matches.card.score", lang, score=formats.number(row.score, lang, decimals=2))
    percent = max(0, min(100, round(100 * row.score)))
    return (
        f'<p class="wm-score"><span class="wm-bar" aria-hidden="true"><span style="width:{percent}%"></span></span>'
        f"<span>{escape(words)}</span></p>"
    )


def _reasons(name: str, phrases: Sequence[Phrase], lang: str) -> str:
    if not phrases:
        return ""
    items = "".join(f"<li>{escape(phrase.words(lang))}</li>" for phrase in phrases)
    return f'<p class="wm-reasons">{escape(text(f"matches.card.{name}", lang))}</p><ul class="wm-{name}">{items}</ul>'


def _parts(row: MatchRow, lang: str) -> str:
    """Tell how the score is added up."""
    lines = "".join(_part(part, lang) for part in row.parts)
    heads = column_heads(text(f"matches.card.{name}", lang) for name in ("part", "value", "weight", "adds"))
    return (
        f"<details><summary>{escape(text('matches.card.parts', lang))}</summary>"
        f'<table class="wm-table wm-parts">{head_row(heads)}{lines}</table></details>'
    )


def _part(part: MatchPart, lang: str) -> str:
    figures = (part.value, part.weight, part.value * part.weight)
    cells = "".join(f"<td>{escape(formats.number(figure, lang, decimals=2))}</td>" for figure in figures)
    return f'<tr><th scope="row">{escape(text(f"matches.part.{part.name}", lang))}</th>{cells}</tr>'
