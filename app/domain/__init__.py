"""The law's machinery as a pure library: standard library only, no I/O, no clock, frozen values."""
