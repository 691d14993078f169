"""One small pure cleaner per field."""
