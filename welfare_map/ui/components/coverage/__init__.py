"""The page of coverage: what is asked, and what is drawn beside the map."""
