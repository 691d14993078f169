"""Sections of *Dati e metodo*."""
