"""Finds the facts that a definite answer rests on, and where it would turn if one of them were another."""
