"""Screens portfolios within engines that work on many machines. Nothing else of `app` knows of it."""
