"""Explains answers: the facts they rest on, the facts missing, and what a share is made up of."""
