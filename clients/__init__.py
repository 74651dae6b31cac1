"""What a user takes to call the service from another program: generated from the OpenAPI document, never written."""
