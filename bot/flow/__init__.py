"""The verbs: scrape, gather, compose, decide, publish. Each speaks to the outside only through the ports."""
