"""Extensions: what a run shows, reports and answers to its caller."""
