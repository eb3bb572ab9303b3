"""What the comparison of ways to write captions is made of.

material    people's captions of known memes, split: to learn from, to be judged by, templates nobody has seen
naming      tells by its words alone which template a caption is for
figures     distinct, fitting, copied and recognised captions of a system, and people's own beside them
new_templates   twenty captions of a template that nobody has seen: learned, and what is forgotten for them
"""
