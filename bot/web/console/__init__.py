"""The console: pages on which a community's bot is seen and steered. They are rendered here; a script only keeps them
fresh. Whatever can be done in chat is done by the chat's own handlers, under the same rights.
"""
