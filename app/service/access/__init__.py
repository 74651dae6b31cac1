"""Says who may do what: persons, their keys and tokens, and what those allow."""
