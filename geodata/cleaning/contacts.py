"""E-mail addresses and addresses of web sites."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from geodata.cleaning.text import clean_text

EMAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9-]+\.)+[a-z]{2,24}")
MAILBOX = re.compile(r"([^\s@,;:<>()\[\]\"]+)\s*@\s*(?:[\w-]+\.)+[^\W\d_]{2,}")
"""A mailbox amid other words, whatever its letters; the group is the part before the @."""
LONGEST_EMAIL = 254
"""RFC 5321, section 4.5.3.1."""
ROLE_WORDS = frozenset(
    (
        *("info", "informazioni", "contatti", "contatto", "contact", "contacts", "sede", "ufficio", "uffici", "office"),
        *("segreteria", "segreterie", "direzione", "presidenza", "amministrazione", "admin", "reception", "centralino"),
        *("protocollo", "pec", "posta", "certificata", "mail", "email", "urp", "sportello", "sportelli", "accoglienza"),
        *("hr", "risorse", "umane", "personale", "people", "welfare", "conciliazione", "lavoro", "paghe", "payroll"),
        *(
            "formazione",
            "training",
            "academy",
            "recruiting",
            "staff",
            "selezione",
            "csr",
            "esg",
            "sostenibilita",
            "inclusione",
        ),
        *("mobilita", "mobility", "manager", "mensa", "sicurezza", "qualita", "ambiente", "produzione", "logistica"),
        *("commerciale", "vendite", "acquisti", "sales", "marketing", "comunicazione", "press", "eventi", "progetti"),
        *("contabilita", "fatture", "fatturazione", "ragioneria", "legale", "privacy", "dpo", "rsu", "rls", "cug"),
        *("assistenza", "supporto", "support", "helpdesk", "clienti", "servizio", "servizi", "sociale", "sociali"),
        *("azienda", "aziendale", "aziendali", "impresa", "imprese", "cooperativa", "coop", "consorzio", "rete"),
        *(
            "fondazione",
            "associazione",
            "sindacato",
            "comune",
            "provincia",
            "distretto",
            "ambito",
            "dipiano",
            "di.piano",
            "suap",
        ),
        *(
            "nido",
            "asilo",
            "infanzia",
            "scuola",
            "rsa",
            "cdi",
            "anziani",
            "famiglia",
            "famiglie",
            "minori",
            "disabilita",
        ),
        *("istruzione", "cultura", "sport", "tecnico", "generale", "unico", "pari", "opportunita", "territorio"),
        *("servimpresa", "veronainnovazione"),
    )
)
"""
What mailboxes of offices are called; no name of a person is among them, and none is made of others.

The last two are agencies of Chambers of Commerce, whose mailboxes the documents of their initiatives name.
"""
_ROLE = "|".join(re.escape(word) for word in sorted(ROLE_WORDS, key=len, reverse=True))
ROLE_MAILBOX = re.compile(
    rf"(?:{_ROLE})(?:[._+-]?(?:(?:di|del|della|dei|e|per|alla|all|al)[._+-]?)?(?:{_ROLE}))*[._-]?\d{{0,4}}"
)
"""Words of ``ROLE_WORDS`` and nothing else, one after the other, also joined; a number may follow."""
PERSONAL = re.compile(r"(?:[a-rt-z]|[a-z]{3,})[._]([a-z]{3,})@.*")
"""Looks like given name and surname, or initial and surname ("s." is a saint as often)."""
SERVICE_WORDS = re.compile(
    r"(?:^|[._-])(?:scuol|sc|sm|smat|asil|mater|infan|inf|nid|segre|info|direz|ammin|uffic|politic|educ|coop|comun|fond|cas|"
    r"centr|parroc|istit|ist|colleg|suor|sacr|santa|cda|cdi|rsa|bamb|didat|paritar|presid|coordin|organizz|compren|contab|"
    r"serviz|social|assist|protocol|pec|posta|mail|urp|anagraf|sport|person|risors|accogl|ospit|degen|coord|relaz|anzian|"
    r"consult|famig|giovan[ei]l|cre|cag|resid|villa|opera|ente|onlus|contatt|reception|accett)"
    r"|scuol|asilo|matern|infanz|nido|segreter|coop|parrocch|sacrocuore"
)
"""How mailboxes of services begin in the public registers, where nurseries are called after founders and saints."""
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
UNFIT = re.compile(r"[\"'<>\\^`{|}]")
"""Signs that no address of a web site has as they are."""
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
    Return the first e-mail address of a cell that is an office's by its name; None when there is none.

    For firms and initiatives: see ``is_role``.

    Examples
    --------
    >>> clean_role_email("anna.bianchi@esempio.it; Info@esempio.it"), clean_role_email("mario.castelli@esempio.it")
    ('info@esempio.it', None)
    """
    return next((email for email in _emails(cell) if is_role(email)), None)


def clean_service_email(cell: object) -> str | None:
    """
    Return the first e-mail address of a cell that does not look like a person's; None when there is none.

    For services, whose contact public registers publish: see ``is_personal``.

    Examples
    --------
    >>> clean_service_email("anna.bianchi@esempio.it; Asilo.Bianchi@esempio.it"), clean_service_email("a.re@esempio.it")
    ('asilo.bianchi@esempio.it', 'a.re@esempio.it')
    """
    return next((email for email in _emails(cell) if not is_personal(email)), None)


def _emails(cell: object) -> Iterator[str]:
    for part in re.split(r"[\s,;<>()]+", (clean_text(cell) or "").lower()):
        words = part.removeprefix("mailto:").strip(".:")
        if len(words) <= LONGEST_EMAIL and EMAIL.fullmatch(words):
            yield words


def is_role(email: str) -> bool:
    """
    Tell whether a mailbox is an office's by its name alone: words for offices and nothing else before the @.

    What is not known to be an office is taken for a person: ``conti@`` may be either.

    Examples
    --------
    >>> is_role("ufficio.personale@esempio.it"), is_role("info2@esempio.it"), is_role("info.rossi@esempio.it")
    (True, True, False)
    """
    return ROLE_MAILBOX.fullmatch(email.partition("@")[0].strip().lower()) is not None


def is_personal(email: str) -> bool:
    """
    Tell whether a service's mailbox looks like a person's: given name and surname, and no word for an office.

    Too mild for anything but the contacts of services in public registers: it takes Anna Villa for a villa.

    Examples
    --------
    >>> is_personal("anna.bianchi@esempio.it"), is_personal("asilo.bianchi@esempio.it"), is_personal("info@esempio.it")
    (True, False, False)
    """
    return PERSONAL.fullmatch(email) is not None and SERVICE_WORDS.search(email.partition("@")[0]) is None


def without_personal(words: str) -> str:
    """
    Return words without the mailboxes in them that are no office's by their name (``is_role``).

    Examples
    --------
    >>> without_personal("Scrivere a Anna.Villa@esempio.it o a info@esempio.it")
    'Scrivere a … o a info@esempio.it'
    """
    return MAILBOX.sub(lambda found: found[0] if is_role(found[1]) else "…", words)


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


def clean_written_website(cell: object) -> str | None:
    """
    Return the address of a web site as ``clean_website`` does; None too where a part of it would have to go.

    For what somebody writes and can mend: lists that are read without asking keep what can be kept.

    Examples
    --------
    >>> clean_written_website("WWW.ESEMPIO.IT/nido "), clean_written_website('esempio.it/"><b>nido</b>')
    ('https://www.esempio.it/nido', None)
    """
    words = clean_text(cell) or ""
    return None if re.search(rf"[\s,]|{UNFIT.pattern}", words) else clean_website(words)


def _parted(rest: str) -> tuple[str, str, str]:
    """Part an address without its scheme into host in small letters, the sign after it, and what follows."""
    found = re.search(r"[/?#]", rest)
    if not found:
        return rest.lower().strip("."), "", ""
    follows = UNFIT.sub("", rest[found.end() :])
    whole = rest.upper() == rest
    return rest[: found.start()].lower().strip("."), found[0], follows.lower() if whole else follows
