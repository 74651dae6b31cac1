"""Reads the rule language: located nodes in, a checked rule set out."""
