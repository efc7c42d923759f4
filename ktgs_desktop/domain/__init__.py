"""What a committee knows: plain frozen dataclasses and rules; no I/O, no clock, no Qt, no SQL."""
