"""From an answer to a file."""
