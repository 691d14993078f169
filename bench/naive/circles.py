"""The naive map with circles: the whole map is drawn again at every run, one circle object per service."""

import folium
import streamlit as st
from streamlit_folium import st_folium
from territory import ask_services, popup_of, territory_map

st.set_page_config(layout="wide")
services = ask_services()
area = territory_map()
for service in services.itertuples():
    folium.CircleMarker(
        [service.lat, service.lon], radius=5, fill=True, popup=popup_of(service), tooltip=service.name
    ).add_to(area)
st_folium(area)
