"""Records and their history: edits, revisions, pins, merges, reports of mistakes."""
