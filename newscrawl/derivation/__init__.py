"""Lines derived again: archived pages read by the present code of a site, as a crawl reads them."""
