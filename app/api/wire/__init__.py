"""Transactions on the wire: bytes in, domain records and their canonical form out; usable without a web server."""
