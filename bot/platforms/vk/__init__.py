"""VK through the real vk_api: its wall, its channel, its chats and its long poll. The only code that knows vk_api.

client.py asks one method; wall.py, channel.py, chat.py and long_poll.py stand on it; failures.py says what each of VK's
refusals means for the caller. Nothing here knows the database or what the bot does with what it reads.
"""
