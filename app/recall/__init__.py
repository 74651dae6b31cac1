"""Remembers answers, so that a deal like an earlier one need not be worked out again. Optional: nothing needs it.

An answer is worked out once with values that record every comparison made with them. What is kept of it is a template,
an answer with gaps where numbers, days, names and ids stood, and the conditions under which that is the answer. A later
body of the same pattern, with the same words from the closed lists, gets it if its values fulfil the conditions.
"""
