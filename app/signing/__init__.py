"""Signs answers and receipts, so that anyone can check offline who gave them out and that nothing was changed."""
