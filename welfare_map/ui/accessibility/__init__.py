"""What the last run of the accessibility tests found, and what may be said of it."""
