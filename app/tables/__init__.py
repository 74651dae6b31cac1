"""Reads portfolios from tables, and writes determinations as tables."""
