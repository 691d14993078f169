"""Cards of firms, the one door from what a firm says of itself to HTML."""

from welfare_map.maps.parts import tag
from welfare_map.maps.popups import escape
from welfare_map.model import Firm, FirmRow
from welfare_map.texts import formats, text


def firm_card(row: FirmRow, lang: str, *, number: int | None = None) -> str:
    """Build the card of one firm near somebody."""
    firm = row.firm
    minutes = formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate)
    count = f'<span class="wm-number">{number}</span>' if number is not None else ""
    return (
        f'<article class="wm-card" id="{escape(firm.organisation_id)}"><div class="wm-card-head">{count}'
        f"<h3>{escape(firm.organisation_name)}</h3>"
        f'<span class="wm-minutes">{escape(minutes)}</span></div>'
        f'<p class="wm-labels">{_labels(firm, lang)}</p>'
        f'<p class="wm-place">{escape(firm.municipality_name or "")}</p></article>'
    )


def _labels(firm: Firm, lang: str) -> str:
    labels = tag(text(f"codes.organisation_kind.{firm.organisation_kind}", lang))
    if firm.size_class:
        labels += tag(text(f"codes.size.{firm.size_class}", lang))
    if firm.is_demo:
        labels += tag(text("card.demo", lang), style="wm-demo")
    return labels
