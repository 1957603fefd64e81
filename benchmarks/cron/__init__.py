"""A simulated month of cron: a site that publishes, edits and breaks, the runs that read it, and what must be true."""
