"""One file per question people ask: snapshot and query in, answer out."""
