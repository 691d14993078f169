"""
How often a match of a need and an offer is right.

``labelled_pairs`` reads the needs and offers that were written and judged by hand; nothing here looks at the register.
"""
