"""The rule language: located nodes in, a checked and compiled rule set out."""
