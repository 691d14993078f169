"""Streamlit: cached loaders, components, thin pages."""
