"""How many pictures it takes to learn a template, and how many are looked at. Loads no pixels."""

# Fewer are no template but a repeat, and their words can't be told from what they show.
LEAST_MEMBERS = 4
# Pictures in one go; grouping compares each with every group.
MOST_PICTURES = 5_000
