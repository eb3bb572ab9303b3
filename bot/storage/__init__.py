"""Tables and queries. Takes and gives domain values; no network call happens inside a transaction."""
