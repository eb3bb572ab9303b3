"""Plain values and their rules: draft, decision, slot, publication, member, limits. Knows nothing of the outside."""
