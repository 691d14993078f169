"""E-mail addresses and addresses of web sites."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from geodata.cleaning.text import clean_text

EMAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9-]+\.)+[a-z]{2,24}")
MAILBOX = re.compile(EMAIL.pattern, re.IGNORECASE)
"""A mailbox amid other words."""
LONGEST_EMAIL = 254
"""RFC 5321, section 4.5.3.1."""
PERSONAL = re.compile(r"(?:[a-rt-z]|[a-z]{3,})[._]([a-z]{3,})@.*")
"""Looks like given name and surname, or initial and surname ("s." is a saint as often)."""
ROLE = re.compile(
    r"(?:^|[._-])(?:scuol|sc|sm|smat|asil|mater|infan|inf|nid|segre|info|direz|ammin|uffic|politic|educ|coop|comun|fond|cas|"
    r"centr|parroc|istit|ist|colleg|suor|sacr|santa|cda|cdi|rsa|bamb|didat|paritar|presid|coordin|organizz|compren|contab|"
    r"serviz|social|assist|protocol|pec|posta|mail|urp|anagraf|sport|person|risors|accogl|ospit|degen|coord|relaz|anzian|"
    r"consult|famig|giovan[ei]l|cre|cag|resid|villa|opera|ente|onlus|contatt|reception|accett)"
    r"|scuol|asilo|matern|infanz|nido|segreter|coop|parrocch|sacrocuore"
)
"""What mailboxes of offices are called."""
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
SCHEME = re.compile(r"^(https?)[:;]?/{1,3}", re.IGNORECASE)
LONGEST_WEBSITE = 2000
"""Longer addresses do not open in every browser."""


def clean_email(cell: object) -> str | None:
    """
    Return the first e-mail address of a cell, in small letters; None when there is none.

    Examples
    --------
    >>> clean_email("SEGRETERIA@ESEMPIO.IT; altra@esempio.it"), clean_email("mailto:info@esempio.it")
    ('segreteria@esempio.it', 'info@esempio.it')
    """
    return next(_emails(cell), None)


def clean_role_email(cell: object) -> str | None:
    """
    Return the first e-mail address of a cell that does not look like a person's; None when there is none.

    Examples
    --------
    >>> clean_role_email("anna.bianchi@esempio.it; Info@esempio.it"), clean_role_email("anna.bianchi@esempio.it")
    ('info@esempio.it', None)
    """
    return next((email for email in _emails(cell) if not is_personal(email)), None)


def _emails(cell: object) -> Iterator[str]:
    for part in re.split(r"[\s,;<>()]+", (clean_text(cell) or "").lower()):
        words = part.removeprefix("mailto:").strip(".:")
        if len(words) <= LONGEST_EMAIL and EMAIL.fullmatch(words):
            yield words


def is_personal(email: str) -> bool:
    """
    Tell whether a mailbox looks like a person's: given name and surname, and no word for an office.

    Examples
    --------
    >>> is_personal("anna.bianchi@esempio.it"), is_personal("asilo.bianchi@esempio.it"), is_personal("info@esempio.it")
    (True, False, False)
    """
    return PERSONAL.fullmatch(email) is not None and ROLE.search(email.partition("@")[0]) is None


def without_personal(words: str) -> str:
    """
    Return words without the mailboxes in them that look like a person's.

    Examples
    --------
    >>> without_personal("Scrivere a Anna.Bianchi@esempio.it o a info@esempio.it")
    'Scrivere a … o a info@esempio.it'
    """
    return MAILBOX.sub(lambda found: "…" if is_personal(found[0].lower()) else found[0], words)


def clean_website(cell: object) -> str | None:
    """
    Return the address of a web site with its scheme, host in small letters; None when there is none.

    Examples
    --------
    >>> clean_website("WWW.ESEMPIO.IT"), clean_website("http//esempio.it/Nido"), clean_website("info@esempio.it")
    ('https://www.esempio.it', 'http://esempio.it/Nido', None)
    """
    words = re.split(r"[\s,]+|;\s", clean_text(cell) or "")[0]
    found = SCHEME.match(words)
    scheme, rest = (found[1].lower(), words[found.end() :]) if found else ("https", words)
    host, sign, path = _parted(rest)
    if not HOST.fullmatch(host) or len(words) > LONGEST_WEBSITE:
        return None
    address = f"{scheme}://{host}{sign}{path}".rstrip("/")
    return address if urlsplit(address).hostname == host else None


def _parted(rest: str) -> tuple[str, str, str]:
    """Part an address without its scheme into host in small letters, the sign after it, and what follows."""
    found = re.search(r"[/?#]", rest)
    if not found:
        return rest.lower().strip("."), "", ""
    follows = re.sub(r"[\"'<>\\^`{|}]", "", rest[found.end() :])
    whole = rest.upper() == rest
    return rest[: found.start()].lower().strip("."), found[0], follows.lower() if whole else follows
