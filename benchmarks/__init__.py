"""What the promises on speed rest on: figures taken in one run, so that only ratios need to be compared.

``python -m benchmarks`` runs all of it; see README.md for what is measured and how.
"""
