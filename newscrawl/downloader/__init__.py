"""What every request and response passes: who is asked, how often, and what is taken for an answer."""
