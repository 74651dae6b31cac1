"""The record of what was decided: screenings kept as they were answered, in a chain in which a change shows."""
