"""The commands of the accounts that may work on the register, and of links that confirm a card."""

import getpass
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geodata.errors import InputError
from welfare_map.cli import options
from welfare_map.cli.arguments import choice, given, whole_number
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.model import Answer, Phrase, Plain
from welfare_map.settings import current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    import sqlalchemy as sa

    from welfare_map.register.accounts.accounts import Account

PASSWORD_VARIABLE = "WELFARE_MAP_PASSWORD"  # noqa: S105  # the name of the variable
DEFAULT_SITE = "http://localhost:8501"

user = typer.Typer(help=options.words("user"), rich_markup_mode=None, no_args_is_help=False)
Name = Annotated[str, typer.Argument(metavar="NOME", help=options.words("account_name"))]
RoleWord = Annotated[str | None, options.option("--role", "role", "contributor|curator|administrator")]
Districts = Annotated[list[str] | None, options.option("--district", "district", "AMBITO")]
Organisations = Annotated[list[str] | None, options.option("--organisation", "organisation", "ID")]
WithoutPassword = Annotated[bool, typer.Option("--without-password", help=options.words("without_password"))]
RecordId = Annotated[str, typer.Argument(metavar="ID", help=options.words("record_id"))]
Days = Annotated[str | None, options.option("--days", "days", "N")]
Table = Annotated[str, options.option("--table", "link_table", "TABELLA")]
Site = Annotated[str, options.option("--site", "site", "URL")]


class AccountRole(StrEnum):
    """Roles that an account can have."""

    CONTRIBUTOR = "contributor"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account."""

    name: str
    role: str
    organisation_ids: tuple[str, ...]
    district_ids: tuple[str, ...]
    is_active: bool
    has_password: bool
    created_at: str
    failed_count: int
    locked_until: str


@dataclass(frozen=True, kw_only=True)
class AccountsAnswer(Answer[AccountRow]):
    """Accounts, one per row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A link that confirms a card."""

    table: str
    record_id: str
    days: int
    link: str


@dataclass(frozen=True, kw_only=True)
class LinkAnswer(Answer[LinkRow]):
    """One link."""


@user.command("add", help=options.words("user_add"))
def add(
    name: Name,
    role: RoleWord = None,
    district: Districts = None,
    organisation: Organisations = None,
    without_password: WithoutPassword = False,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Add an account; its password is asked for, or comes from the environment or from stdin."""
    form, language = _form(output, lang)
    from welfare_map.register.accounts.accounts import add_account, new_account
    from welfare_map.register.accounts.actors import Role

    wanted = Role(given("--role", choice("--role", role, AccountRole)))
    engine = _register()
    account = new_account(
        name,
        wanted,
        organisation_ids=_known_organisations(engine, organisation or ()),
        district_ids=_known_districts(district or ()),
        at=datetime.now(UTC),
    )
    password = None if without_password else _password(language)
    _print_accounts("added", (add_account(engine, account, password),), form, language)


@user.command("list", help=options.words("user_list"))
def list_(output: options.ReportFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Print every account."""
    form, language = _form(output, lang)
    from welfare_map.register.accounts.accounts import list_accounts

    _print_accounts("listed", list_accounts(_register()), form, language)


@user.command("disable", help=options.words("user_disable"))
def disable(name: Name, output: options.ReportFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Keep an account from signing in."""
    form, language = _form(output, lang)
    from welfare_map.register.accounts.accounts import disable_account

    _print_accounts("disabled", (disable_account(_register(), name),), form, language)


@user.command("password", help=options.words("user_password"))
def password(name: Name, output: options.ReportFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Give an account another password."""
    form, language = _form(output, lang)
    from welfare_map.register.accounts.accounts import set_password

    engine = _register()
    _print_accounts("password_set", (set_password(engine, name, _password(language)),), form, language)


@user.command("unlock", help=options.words("user_unlock"))
def unlock(name: Name, output: options.ReportFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Let an account in again."""
    form, language = _form(output, lang)
    from welfare_map.register.accounts.accounts import unlock_account

    _print_accounts("unlocked", (unlock_account(_register(), name),), form, language)


@user.command("link", help=options.words("user_link"))
def link(
    record_id: RecordId,
    days: Days = None,
    table: Table = "services",
    site: Site = DEFAULT_SITE,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print a link by which whoever runs a service confirms its card."""
    form, language = _form(output, lang)
    from welfare_map.register.accounts.signed_links import DEFAULT_DAYS, link_address, link_secret, sign_link
    from welfare_map.register.history.editing import read_record
    from welfare_map.register.history.record_ref import RecordRef

    asked = whole_number("--days", days)
    count = DEFAULT_DAYS if asked is None else asked
    read_record(_register(), table, record_id)
    token = sign_link(link_secret(current_settings()), RecordRef(table, record_id), days=count)
    row = LinkRow(table=table, record_id=record_id, days=count, link=link_address(site, token))
    answer = LinkAnswer(
        rows=(row,),
        sentence=Phrase("account.link_made", {"record_id": record_id, "count": count}),
        method=Phrase("account.link_method"),
        parameters={"table": table, "days": count},
    )
    print_report(answer, form, language, details=(row.link,))


def _form(output: str, lang: str) -> tuple[ReportFormat, str]:
    form = given("--format", choice("--format", output, ReportFormat))
    return form, given("--lang", choice("--lang", lang, Language)).value


def _register() -> "sa.Engine":
    from welfare_map.register import open_register

    return open_register(current_settings())


def _known_districts(names: "list[str] | tuple[()]") -> tuple[str, ...]:
    """Return the ids of districts by id, name or alias."""
    if not names:
        return ()
    from geodata.store import load_territory

    settings = current_settings()
    territory = load_territory(settings.data_dir, settings.area)
    return tuple(dict.fromkeys(_found(name, territory.find_district) for name in names))


def _found(name: str, find: Callable[[str], str | None]) -> str:
    district_id = find(name)
    if district_id is None:
        raise InputError("error.unknown_territory", code=name)
    return district_id


def _known_organisations(engine: "sa.Engine", ids: "list[str] | tuple[()]") -> tuple[str, ...]:
    from welfare_map.register.history.editing import read_record

    for organisation_id in ids:
        read_record(engine, "organisations", organisation_id)
    return tuple(dict.fromkeys(ids))


def _password(lang: str) -> str:
    """
    Return a password from the environment, from the terminal (twice, not shown) or from the first line of stdin.

    Raises
    ------
    InputError
        The two differ.
    """
    if os.environ.get(PASSWORD_VARIABLE):
        return os.environ[PASSWORD_VARIABLE]
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(text("account.password_prompt", lang))
    if getpass.getpass(text("account.password_again", lang)) != first:
        raise InputError("error.passwords_differ")
    return first


def _print_accounts(done: str, accounts: "tuple[Account, ...]", form: ReportFormat, lang: str) -> None:
    answer = AccountsAnswer(
        rows=tuple(_row(account) for account in accounts),
        sentence=_sentence(done, accounts),
        method=Phrase("account.method"),
        parameters={},
    )
    print_report(answer, form, lang, details=[_line(row, lang) for row in answer.rows])


def _sentence(done: str, accounts: "tuple[Account, ...]") -> Phrase:
    values: dict[str, Plain] = {"count": len(accounts), "name": accounts[0].name if len(accounts) == 1 else ""}
    return Phrase(f"account.done.{done}", values)


def _row(account: "Account") -> AccountRow:
    return AccountRow(
        name=account.name,
        role=account.role.value,
        organisation_ids=account.organisation_ids,
        district_ids=account.district_ids,
        is_active=account.is_active,
        has_password=account.has_password,
        created_at=account.created_at,
        failed_count=account.failed_count,
        locked_until=account.locked_until,
    )


def _line(row: AccountRow, lang: str) -> str:
    state = "active" if row.is_active else "disabled"
    parts: tuple[Any, ...] = (
        row.name,
        text(f"registry.role.{row.role}", lang),
        ", ".join((*row.organisation_ids, *row.district_ids)) or "–",
        text(f"account.state.{state}", lang),
        text("account.locked", lang, until=row.locked_until) if row.locked_until else "",
    )
    return " · ".join(str(part) for part in parts if part)
