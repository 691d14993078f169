"""The tables that come with the project: read, checked, and brought into the register."""
