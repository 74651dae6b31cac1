"""Statements of the Beneficial Ownership Data Standard 0.4, read into parties and interests and written from them."""
