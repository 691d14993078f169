"""How many of something there are, in words: none, one, many."""

from welfare_map.model import Phrase


def counted(noun: str, count: float) -> Phrase:
    """Say how many of something there are, a key of ``siting.count``: "nessun posto", "1 posto", "33 posti"."""
    how_many = "none" if count == 0 else "one" if count == 1 else "many"
    return Phrase(f"siting.count.{noun}.{how_many}", {"count": count})
