"""Item pipelines: the stages of `newscrawl.understanding` in order, one file each, and last the durable feed."""
