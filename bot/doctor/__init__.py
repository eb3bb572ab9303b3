"""Looks a home over without changing anything: each check says what it found and how it is mended."""
