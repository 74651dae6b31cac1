"""Declares the words to choose from: each with a sentence that says what it means, and its paragraph."""
