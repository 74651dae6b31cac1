"""The parts of the command line that are more than a few lines. What a command needs is imported when it runs."""
