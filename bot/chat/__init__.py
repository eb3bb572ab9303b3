"""Command in, reply out: what people can say to the bot, the same on both platforms.

`desk` receives updates and sends answers, `conversation` finds what answers an update, `commands` and `presses` are the
tables of who may do what, `cards` shows drafts to moderators, `words*` is every text that people read.
"""
