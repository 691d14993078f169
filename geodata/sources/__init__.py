"""One module per published dataset: its record and its parser."""
