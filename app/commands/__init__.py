"""Declares the commands of the command line and runs them. A module is imported when one of its commands runs."""
