"""Runs of the official sources: from a file or a portal to rows, notices and a readable difference."""
