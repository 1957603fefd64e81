"""Item pipelines: the stages of `newscrawl.article.stages` in order, the archive, and last the durable feed."""
