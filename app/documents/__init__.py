"""Makes documents for people of answers: a memo, text for a terminal, and the draft of a notification."""
