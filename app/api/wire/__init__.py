"""Reads bodies into the domain's records and writes their canonical form; usable without a web server."""
