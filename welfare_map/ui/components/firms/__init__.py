"""Sections of *Imprese e piani*, one file each, and what they share: who asks, from where."""
