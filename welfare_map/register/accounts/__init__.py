"""Who may do what: accounts, sessions, permissions, signed links, and the desk that asks them first."""
