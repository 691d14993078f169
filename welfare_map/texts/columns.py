"""What people call a column of the register, or a field of a file."""

from welfare_map.texts import has_text, text


def column_title(name: str, lang: str) -> str:
    """Return the title of a column; a file's own header stays as it is."""
    found = (key for key in (f"upload.field.{name}", f"registry.column.{name}") if has_text(key))
    key = next(found, None)
    return text(key, lang) if key else name
