"""Deals as a deal team meets them: a term sheet, the answers that come back when asked, and what must come of it."""
