"""The sandboxes to look at and to play with: a page on this machine with the wall, the channel, all chats and groups.

What is typed or pressed on it is done by the person whose chat it is, on the sandboxes; the bot hears of it from them
as it would from VK and Telegram. The page knows the sandboxes and nothing of the bot.
"""
