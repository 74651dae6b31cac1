"""Rule sets kept in SQLite or PostgreSQL."""
