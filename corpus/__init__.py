"""Clean posts and the text that a network is fitted on. Knows no network, no database, no platform SDK."""
