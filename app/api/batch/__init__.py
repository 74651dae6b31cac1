"""Answers transactions that stand one on each line, over HTTP and wherever else lines are screened."""
