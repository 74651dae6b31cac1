"""Screening of transactions under outbound investment rules."""
