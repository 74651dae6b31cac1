"""Drafts the content of a notification from a transaction, as the rule set describes it."""
