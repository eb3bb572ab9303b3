"""The running bot: reads walls, queues drafts, lets moderators decide, publishes. See docs/design.md for the house."""
