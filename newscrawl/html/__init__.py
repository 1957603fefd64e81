"""HTML as it comes: its text from its bytes, one parse, and the elements as a flat outline."""
