"""The painter as a process of its own: pictures are drawn and strangers' photos opened there, not in the bot.

Fonts, plates and decoders take a hundred megabytes and keep a core busy; and a photo that kills its decoder kills only
that process. It is started for the first picture and ended when nobody has wanted one for a while.
"""
