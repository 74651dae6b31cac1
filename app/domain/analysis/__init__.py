"""Analyses rule sets as a whole: where versions part, what a version would change, and what is wrong with one."""
