"""Answers questions about the graph, each in three values."""
