"""Asks people: what to ask next and what its answers would mean, everything that a deal will need, and what is said."""
