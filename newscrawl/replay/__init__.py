"""Archives of others: the records of WARC and WET files, and which of them are pages that may hold an article."""
