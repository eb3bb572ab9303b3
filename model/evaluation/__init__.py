"""Figures that say how good a checkpoint is, and yardsticks to read them by. Needs no torch.

likelihood      how surprised the network is by posts it has not seen: bits per character
words           texts as words, for whatever counts words
overlap         how much of a text stands word for word in the posts
text_figures    what a pile of texts is like: length, lines, words, variety, copies, loops
markov          a Markov chain over words (markovify), as the baseline
ladder          the figures of a checkpoint at each temperature, of the baseline, and of people's own held-out posts
table, picture  the same for a person
"""

from model.evaluation.ladder import TEMPERATURES, Column, Evaluation, evaluate
from model.evaluation.likelihood import bits_per_character, post_bits
from model.evaluation.text_figures import TextFigures, copy_share, ends_by_itself_share, measure

__all__ = [
    "TEMPERATURES",
    "Column",
    "Evaluation",
    "TextFigures",
    "bits_per_character",
    "copy_share",
    "ends_by_itself_share",
    "evaluate",
    "measure",
    "post_bits",
]
