"""Applies a rule set to a transaction: truth first, then the reasons for it."""
