"""Memes as pixels: templates read from folders, words fitted into their boxes, pictures written.

Knows templates, captions and pictures of the domain; no chat, no storage, no platform.
"""
