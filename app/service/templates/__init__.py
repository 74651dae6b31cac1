"""Gives a transaction to begin with for each kind of deal; `data/` has one file for each."""
