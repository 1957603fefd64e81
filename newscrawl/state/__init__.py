"""What is remembered of a site between runs: the index, which the feed alone gives back."""
