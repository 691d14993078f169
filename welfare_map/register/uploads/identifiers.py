"""
VAT numbers, tax codes and ATECO codes.

Check digits are those of python-stdnum. ATECO codes are looked up in the list of 2025 that the package ``ateco`` 1.0.0
carries (ISTAT, CC BY 4.0; it has the 22 sections, 87 divisions, 287 groups, 651 classes, 920 categories and 1,290
subcategories of the published classification); the register keeps the division. A code of the earlier editions (2022,
2007) is taken with a warning where its division still stands.
"""

import re
from typing import Final

import ateco
from stdnum.it import codicefiscale, iva

from geodata.cleaning.text import clean_text
from welfare_map.register.uploads.result import Cleaned

VAT_DIGITS: Final = 11
PERSONAL_CODE: Final = re.compile(r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]")
"""Tax code of a natural person; letters stand for digits where two persons share a code."""
ATECO_EDITION: Final = "2025"
EARLIER_EDITIONS: Final = ("2022", "2007")
ATECO_FORM: Final = re.compile(r"\d{2}(?:\.\d(?:\d(?:\.\d(?:\d)?)?)?)?")
DIVISION_DIGITS: Final = 2


def clean_vat_code(words: str) -> Cleaned:
    """
    Return a VAT number of eleven digits; leading zeros that a spreadsheet took away come back.

    Examples
    --------
    >>> clean_vat_code("IT 00743110157").value, clean_vat_code("743110157").value
    ('00743110157', '00743110157')
    >>> clean_vat_code("00743110158").rule
    'bad_vat_code'
    """
    code = _compact(words)
    if not code:
        return Cleaned(None)
    if _is_personal(code):
        return Cleaned(None, "personal_tax_code", is_error=True, is_secret=True)
    digits = code.removeprefix("IT").zfill(VAT_DIGITS)
    if not iva.is_valid(digits):
        return Cleaned(None, "bad_vat_code", is_error=True)
    return Cleaned(digits)


def clean_tax_code(words: str) -> Cleaned:
    """
    Return the tax code of a legal person; that of a natural person is refused and not repeated.

    Examples
    --------
    >>> clean_tax_code("00743110157").value, clean_tax_code("RSSMRA80A01F205X").rule
    ('00743110157', 'personal_tax_code')
    """
    code = _compact(words)
    if not code:
        return Cleaned(None)
    if _is_personal(code):
        return Cleaned(None, "personal_tax_code", is_error=True, is_secret=True)
    digits = code.zfill(VAT_DIGITS)
    if not codicefiscale.is_valid(digits):
        return Cleaned(None, "bad_tax_code", is_error=True)
    return Cleaned(digits)


def _compact(words: str) -> str:
    return re.sub(r"[\s.\-/]", "", clean_text(words) or "").upper()


def _is_personal(code: str) -> bool:
    """Tell whether a code is a person's: by its form, for a wrong check letter makes it no less personal."""
    return PERSONAL_CODE.fullmatch(code.removeprefix("IT")) is not None


def clean_sector(words: str) -> Cleaned:
    """
    Return the ATECO division of a code of any level below the section.

    Examples
    --------
    >>> clean_sector("88.91.00").value, clean_sector("8891").value, clean_sector("1.11").value
    ('88', '88', '01')
    >>> clean_sector("04.10").rule, clean_sector("88.99.99").suggestion
    ('unknown_sector', '88.99')
    """
    said = (clean_text(words) or "").replace(",", ".")
    if not said:
        return Cleaned(None)
    code = _dotted(said)
    if not ATECO_FORM.fullmatch(code):
        return Cleaned(None, "unknown_sector", is_error=True)
    if ateco.validate(code, edition=ATECO_EDITION):
        return Cleaned(code[:DIVISION_DIGITS])
    has_division = ateco.validate(code[:DIVISION_DIGITS], edition=ATECO_EDITION)
    if has_division and any(ateco.validate(code, edition=edition) for edition in EARLIER_EDITIONS):
        return Cleaned(code[:DIVISION_DIGITS], "earlier_sector", suggestion=_nearest_sector(code))
    return Cleaned(None, "unknown_sector", is_error=True, suggestion=_nearest_sector(code))


def _dotted(said: str) -> str:
    """Write a code with its points, and with the zero before the first digit that a spreadsheet took away."""
    said = f"0{said}" if re.match(r"\d(?:\.|$)", said) else said
    return str(ateco.canonicalize(said))


def _nearest_sector(code: str) -> str:
    """Return the longest beginning of a code that the edition has, or ""."""
    beginnings = (code[:length].rstrip(".") for length in range(len(code) - 1, DIVISION_DIGITS - 1, -1))
    return next((part for part in beginnings if ateco.validate(part, edition=ATECO_EDITION)), "")
