"""Commands of `scrapy` and `newscrawl`, one file each.

Scrapy imports them all whenever a command is given: what is heavy is imported where it is used.
"""
