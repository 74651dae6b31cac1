"""Resolves the graph: which interests count, for how much, and what cannot be."""
