"""Makes documents for a word processor of answers."""
