"""The door: what arrives over HTTP becomes domain values, and what the domain says becomes HTTP."""
