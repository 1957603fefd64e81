"""A run: which sources are read, how far, and what becomes of each article page."""
