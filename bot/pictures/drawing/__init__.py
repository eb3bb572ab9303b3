"""The pictures of the templates that come with the package, drawn by code.

`python -m bot.pictures.drawing` writes them; tests hold what is written against what the code draws.
"""
