"""Events written as CloudEvents, and sent to an address as signed webhooks."""
