"""Sets up what a process tells of itself while it runs: lines of its log, and traces."""
