"""What a user takes to call the service from another program, and what holds the OpenAPI document together for it."""
