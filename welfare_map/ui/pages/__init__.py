"""One thin page per file."""
