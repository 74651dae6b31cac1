"""Does work that takes long in processes of their own, so that the event loop and its threads have the processor."""
