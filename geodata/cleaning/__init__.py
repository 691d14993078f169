"""One small pure cleaner per field: a cell as published goes in, a clean value or None comes out; twice is the same as once."""
