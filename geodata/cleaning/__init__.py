"""One small pure cleaner per field: a published cell goes in, a clean value or None comes out; twice equals once."""
