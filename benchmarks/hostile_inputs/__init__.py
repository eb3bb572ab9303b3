"""What `hostile` sends, by kind, and what it holds the product to: each kind is a file."""
