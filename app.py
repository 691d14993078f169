"""The application: pages by Streamlit, the map's static files by our own routes; ``streamlit run app.py`` starts it."""

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from geodata.errors import InputError
from welfare_map.settings import current_settings
from welfare_map.ui.assets import base_path, boundary_addresses, code_addresses, routes
from welfare_map.ui.closed_addresses import ClosedAddresses
from welfare_map.ui.headers import PageHeaders
from welfare_map.ui.icon_font import icon_files
from welfare_map.ui.own_origin import OwnOrigin
from welfare_map.ui.packed_files import PackedFiles
from welfare_map.ui.page_address import PageAddress
from welfare_map.ui.preloads import code_files, page_links
from welfare_map.ui.security_txt import security_routes
from welfare_map.ui.start_page import StartPage

PagesManager.uses_pages_directory = False  # ours are functions; else the first visitor is offered the files of ui/pages
base, map_files = base_path(), code_addresses()
try:
    settings = current_settings()
    tiles_url, contact, icons = settings.tiles_url, settings.security_contact, icon_files(base, settings.data_dir)
except InputError:
    tiles_url, contact, icons = "", "", {}  # each page says what is wrong with the settings
headers = Middleware(PageHeaders, base=base, map_files=map_files, tiles_url=tiles_url)
start_page = Middleware(
    StartPage, base=base, links=lambda path: page_links(base, (*map_files, *boundary_addresses()), path=path)
)
app = st.App(
    "welfare_map/ui/main.py",
    routes=[*routes(), *security_routes(contact, base)],
    middleware=[
        Middleware(OwnOrigin),
        headers,
        Middleware(ClosedAddresses, base=base),
        Middleware(PackedFiles, files=code_files(base) | icons),
        Middleware(PageAddress, base=base),
        start_page,
    ],
)
