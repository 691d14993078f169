"""From an answer to a folium map."""
