"""The sections of *Registro*: each one is a file with ``show(page, actor)``."""
