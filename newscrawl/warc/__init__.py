"""What was seen, kept: exchanges with sites as WARC files, from which every line can be derived again."""
