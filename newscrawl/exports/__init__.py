"""Formats of `FEEDS`, `-o` and `-O`."""
