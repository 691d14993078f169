"""Keeping the register true: quality, what to check again, dead links."""
