"""Dates, times of day and zones as pages, lists, feeds and datelines state them: one reader for all of them.

`machine` reads what is written for machines, `printed` full dates for readers, `partial` what the moment of the crawl
completes, `free` asks dateparser where none of them knows a text; `written` completes a day without its year.  All
share the tables of `words` and `zones`.  No clock is asked here: the caller gives the moment where one is needed.
"""
