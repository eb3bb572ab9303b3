"""Learning templates from a community's pictures: several of them share a template and differ in words.

pictures → groups of near-identical ones → the picture without words, and its boxes → the words of each → a template
"""
