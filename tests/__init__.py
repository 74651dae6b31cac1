"""The tests, as sentences about the service."""
