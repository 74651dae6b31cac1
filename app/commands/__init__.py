"""What each command of the command line does. A module is imported when one of its commands runs."""
