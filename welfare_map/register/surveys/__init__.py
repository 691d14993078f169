"""Anonymous questionnaires: opened for a firm, answered without a trace, closed into counts of five or more."""
