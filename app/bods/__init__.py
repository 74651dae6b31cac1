"""Converts statements of the Beneficial Ownership Data Standard 0.4 to parties and interests, and back."""
