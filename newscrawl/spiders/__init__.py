"""Spiders: the running section of any site, and one file a known site, by country."""
