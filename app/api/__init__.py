"""Turns HTTP requests into calls of the use cases, and what these give into HTTP responses."""
