"""Verifies the bearer tokens of an issuer."""
