"""What the bot serves over HTTP: templates, memes and captions for other programs."""
