"""The published tables as files, and their description for catalogues of open data."""

from typing import Final

import streamlit as st

from geodata.tables import CONTRACTS
from welfare_map.exports.dcat import LOCAL_SITE_URL, Site, dcat_xml
from welfare_map.exports.files import FORMATS, TableFormat, table_bytes
from welfare_map.exports.tables import PublishedTable, published_table
from welfare_map.texts import text
from welfare_map.ui.context import Page

PAGE_PATH: Final = "/dati"


def show_files(page: Page) -> None:
    """Ask for table and format; offer the file, and the catalogue of all tables."""
    lang = page.lang
    st.markdown(text("method.files_note", lang))
    with st.container(horizontal=True, key="files", vertical_alignment="bottom"):
        name = st.selectbox(
            text("method.files_table", lang),
            [name for name in CONTRACTS if _has_rows(page, name)],
            format_func=lambda code: text(f"exports.table.{code}", lang),
            key="files_table",
            persist_state="session",
        )
        chosen = st.selectbox(
            text("method.files_format", lang),
            list(TableFormat),
            format_func=lambda code: text(f"method.format.{code}", lang),
            key="files_format",
            persist_state="session",
        )
        form = TableFormat(chosen or TableFormat.CSV)
        st.download_button(
            text("method.files_download", lang),
            lambda: table_bytes(_published(page, name), form, lang),
            file_name=f"{name}.{form}",
            mime=FORMATS[form].content_type,
            on_click="ignore",
            key="files_download",
        )
    site = Site(site_url(st.context.url), page.settings.report_email)  # a download does not know the page's address
    st.download_button(
        text("method.dcat_download", lang),
        lambda: _catalogue(page, site),
        file_name="dcat-ap_it.rdf",
        mime="application/rdf+xml",
        on_click="ignore",
        key="dcat_download",
    )


def _has_rows(page: Page, name: str) -> bool:
    """Tell whether everybody may see a row of a table; one whose rows are all hidden is as good as empty."""
    is_private = "visibility" in CONTRACTS[name].column_names
    return len(_published(page, name).rows if is_private else page.snapshot.table(name)) > 0


def _published(page: Page, name: str) -> PublishedTable:
    return published_table(page.snapshot, name, exported_on=page.as_of_on)


def _catalogue(page: Page, site: Site) -> str:
    return dcat_xml(
        [_published(page, name) for name in CONTRACTS],
        site=site,
        territory=page.snapshot.territory,
        modified_on=page.as_of_on,
    )


def site_url(page_url: str | None) -> str:
    """Return the address of the site out of that of this page, without query."""
    address = (page_url or LOCAL_SITE_URL).partition("?")[0].rstrip("/")
    return address.removesuffix(PAGE_PATH)
