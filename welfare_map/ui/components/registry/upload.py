"""*Importa un file*: the file, its columns, what is wrong with it, what it would change, then publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from geodata.errors import InputError
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.permissions import Action, require
from welfare_map.register.updates.positions import Placing
from welfare_map.register.uploads import (
    Columns,
    Plan,
    Surroundings,
    Upload,
    UploadTable,
    columns_toml,
    fields_of,
    may_publish,
    prepare,
    read_surroundings,
    read_upload,
    require_few,
    suggested_columns,
    template_csv,
    template_xlsx,
    write_plan,
)
from welfare_map.register.uploads.columns import checked_columns
from welfare_map.register.uploads.limits import MOST_BYTES, MOST_ROWS
from welfare_map.texts import formats, text
from welfare_map.ui import data, state
from welfare_map.ui.components.fault_place import fault_place
from welfare_map.ui.components.registry.saying import say_error, say_next
from welfare_map.ui.components.registry.upload_preview import show_findings, show_preview
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown

FILE: Final = "upload_file"
ROUND: Final = "upload_round"
"""How many files this visit has imported: the next round starts with an empty field."""
READ: Final = "upload_read"
CHECKED: Final = "upload_checked"
COLUMNS: Final = "upload-columns"
ENDINGS: Final = ("csv", "txt", "tsv", "xlsx", "xlsm")
MEGABYTE: Final = 1_000_000
WHY_CHARACTERS: Final = 500
LONGEST_EXAMPLE: Final = 40


@dataclass(frozen=True, eq=False)
class _Checked:
    """A file that was checked: for which choice of columns, and what came out."""

    token: str
    plan: Plan
    around: Surroundings
    may_publish: bool


def show(page: Page, actor: Actor) -> None:
    """Draw the steps of an import, each when the one before it is done."""
    st.write(text("upload.intro", page.lang))
    chosen = st.selectbox(
        text("upload.table", page.lang),
        list(UploadTable),
        format_func=lambda name: text(f"upload.table_name.{name}", page.lang),
        key="upload_table",
        persist_state="session",
    )
    table = UploadTable(chosen or UploadTable.SERVICES)
    _templates(page, table)
    upload = _ask_file(page)
    if upload is None:
        return
    columns = _ask_columns(page, upload, table)
    if columns is None:
        return
    checked = _checked(page, actor, upload, columns, table)
    if checked is not None:
        show_findings(page, checked.plan, upload, columns)
        show_preview(page, checked.plan, checked.around)
        _ask_writing(page, actor, checked, upload)


def _templates(page: Page, table: UploadTable) -> None:
    with st.expander(text("upload.template_title", page.lang), key="upload-templates"):
        st.caption(text("upload.template_help", page.lang))
        with st.container(horizontal=True):
            for form, make in (("xlsx", template_xlsx), ("csv", template_csv)):
                st.download_button(
                    text(f"upload.template_{form}", page.lang),
                    make(table.value),
                    file_name=f"modello-{table.value}.{form}",
                    on_click="ignore",
                    key=f"upload-template-{form}",
                )


def _ask_file(page: Page) -> Upload | None:
    """Ask for a file and read it once; what cannot be read is said."""
    limits = {"maximum": MOST_BYTES // MEGABYTE, "rows": formats.number(MOST_ROWS, page.lang)}
    found = st.file_uploader(
        text("upload.file", page.lang),
        type=list(ENDINGS),
        key=_file_key(),
        max_upload_size=MOST_BYTES // MEGABYTE,
    )
    st.caption(text("upload.file_help", page.lang, **limits))
    if found is None:
        state.put(READ, None)
        return None
    known = state.get(READ)
    if known is None or known[0] != found.file_id:
        known = _read(page, found)
        state.put(READ, known)
    return known[1] if known else None


def _file_key() -> str:
    """Return the key of the field of the file; it changes when a file was written, so that the next field is empty."""
    return f"{FILE}-{state.get(ROUND) or 0}"


def _read(page: Page, found: Any) -> tuple[str, Upload] | None:
    try:
        with st.spinner(text("upload.reading", page.lang), show_time=False):
            return found.file_id, read_upload(found.getvalue(), found.name)
    except InputError as error:
        with fault_place(_file_key()):
            say_error(error, page.lang)
        return None


def _ask_columns(page: Page, upload: Upload, table: UploadTable) -> Columns | None:
    """Draw one choice per column of the file, with what stands in its first row; None while two give one field."""
    count = len(upload.cells)
    said = formats.number(count, page.lang)
    read_as = "upload.read_as_one" if count == 1 else "upload.read_as"
    st.markdown(text(read_as, page.lang, count=said, detail=plain_markdown(upload.detail)))
    suggested = suggested_columns(upload.header, table.value)
    st.subheader(text("upload.columns_title", page.lang), anchor=False)
    st.caption(text("upload.columns_help", page.lang))
    fields = ["", *(field.name for field in fields_of(table.value))]
    chosen: dict[str, str] = {}
    sides: Sequence[Any] = ()
    with st.container(key=COLUMNS):
        for number, header in enumerate(upload.header):
            sides = st.columns(2) if number % 2 == 0 else sides
            field = sides[number % 2].selectbox(
                _column_label(header, upload),
                fields,
                index=fields.index(suggested.get(header, "")),
                format_func=lambda name: _field_words(name, table, page.lang),
                key=state.field(f"upload-column-{state.get(READ)[0]}-{table}-{number}"),
            )
            if field:
                chosen[header] = field
    _say_ignored(page, upload, chosen)
    try:
        return checked_columns(chosen, upload.header, table.value)
    except InputError as error:
        with fault_place(COLUMNS):
            st.error(text(error.key, page.lang, **_worded(error.values, page.lang)))
        return None


def _worded(values: Mapping[str, str | float], lang: str) -> dict[str, str | float]:
    named = {name: text(f"upload.field.{value}", lang) if name == "field" else value for name, value in values.items()}
    return {name: plain_markdown(value) if isinstance(value, str) else value for name, value in named.items()}


def _column_label(header: str, upload: Upload) -> str:
    """Name a column by its header and an example; Markdown's signs are taken as they are."""
    words = next((cell for cell in upload.cells[header].head(100) if cell), "")
    example = words if len(words) <= LONGEST_EXAMPLE else f"{words[:LONGEST_EXAMPLE]}…"
    shown = f"{header} · {example}" if example else header
    return plain_markdown(shown)


def _field_words(name: str, table: UploadTable, lang: str) -> str:
    if not name:
        return text("upload.column_none", lang)
    is_required = any(field.name == name and field.is_required for field in fields_of(table.value))
    words = text(f"upload.field.{name}", lang)
    return f"{words} ({text('upload.required', lang)})" if is_required else words


def _say_ignored(page: Page, upload: Upload, chosen: Columns) -> None:
    ignored = [header for header in upload.header if header not in chosen]
    with st.container(horizontal=True, vertical_alignment="center"):
        if ignored:
            st.caption(text("upload.columns_ignored", page.lang, columns=plain_markdown(", ".join(ignored))))
        st.download_button(
            text("upload.columns_download", page.lang),
            columns_toml(chosen),
            file_name="colonne.toml",
            type="tertiary",
            on_click="ignore",
        )


def _checked(page: Page, actor: Actor, upload: Upload, columns: Columns, table: UploadTable) -> _Checked | None:
    """Check the rows when asked to; a change of the columns asks again."""
    token = repr((state.get(READ)[0], table.value, tuple(columns.items()), actor.name))
    known: _Checked | None = state.get(CHECKED)
    if st.button(text("upload.check", page.lang), type="secondary" if known else "primary", key="upload-check"):
        with st.spinner(text("upload.checking", page.lang), show_time=False):
            around = read_surroundings(
                data.register(),
                table.value,
                territory=page.snapshot.territory,
                today=page.as_of_on,
                actor=actor,
            )
            by = Placing(page.settings.data_dir)
            plan = prepare(upload, columns, table.value, around, by=by)
            known = _Checked(token, plan, around, may_publish(data.register(), actor, plan, around))
        state.put(CHECKED, known)
    return known if known is not None and known.token == token else None


def _ask_writing(page: Page, actor: Actor, checked: _Checked, upload: Upload) -> None:
    """Offer to publish, or to send to moderation; rows with errors must be left out on purpose."""
    plan = checked.plan
    if plan.is_empty:
        if not plan.error_lines:
            st.info(text("upload.nothing", page.lang))
        return
    is_ready = not plan.error_lines or st.checkbox(text("upload.leave_out", page.lang), key="upload-leave-out")
    why = st.text_input(
        text("upload.why", page.lang),
        text("upload.why_default", page.lang, name=upload.name),
        max_chars=WHY_CHARACTERS,
        key=state.typed(f"upload-why-{upload.name}"),
    )
    if not checked.may_publish:
        st.caption(text("upload.only_propose", page.lang))
        try:
            require_few(plan)
        except InputError as error:
            say_error(error, page.lang)
            return
    with st.container(horizontal=True):
        is_published = checked.may_publish and st.button(
            text("upload.publish", page.lang), type="primary", disabled=not is_ready, key="upload-publish"
        )
        is_proposed = st.button(text("upload.propose", page.lang), disabled=not is_ready, key="upload-propose")
    if is_published or is_proposed:
        _write(page, actor, checked, why=why.strip(), is_published=is_published)


def _write(page: Page, actor: Actor, checked: _Checked, *, why: str, is_published: bool) -> None:
    engine, plan = data.register(), checked.plan
    bar = st.progress(0.0, text("upload.writing", page.lang))
    try:
        require(actor, Action.PROPOSE)
        may_still = may_publish(engine, actor, plan, checked.around)
        if not may_still:
            require_few(plan)
        written = write_plan(
            engine,
            actor,
            plan,
            why=why,
            is_published=is_published and may_still,
            progress=lambda done, total: _tell(bar, done, total, page.lang),
        )
    except InputError as error:
        bar.empty()
        say_error(error, page.lang)
        return
    _start_anew()
    counts = {"new": written.new_count, "changed": written.changed_count}
    if written.is_published:
        say_next(text("upload.published", page.lang, **_numbers(counts, page.lang)))
    else:
        say_next(text("upload.proposed", page.lang, **_numbers({"count": sum(counts.values())}, page.lang)))
    st.rerun()


def _tell(bar: Any, done: int, total: int, lang: str) -> None:
    bar.progress(done / max(total, 1), text("upload.writing", lang))


def _numbers(counts: Mapping[str, int], lang: str) -> dict[str, str]:
    return {name: formats.number(count, lang) for name, count in counts.items()}


def _start_anew() -> None:
    """Forget the file: the section is as it was before it."""
    state.put(ROUND, (state.get(ROUND) or 0) + 1)
    state.put(READ, None)
    state.put(CHECKED, None)
