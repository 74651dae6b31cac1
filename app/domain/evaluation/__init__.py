"""A compiled rule set applied to a transaction: truth first, then the reasons for it."""
