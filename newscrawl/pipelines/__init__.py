"""Item pipelines: the stages of `newscrawl.article.stages` in order, one file each, and last the durable feed."""
