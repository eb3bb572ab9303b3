"""`make demo`: the whole way, from a wall to a published post, on this machine alone.

VK and Telegram are the sandboxes, in this process, with a page to look at them and to play with; everything else is
the product: each step is a `wallflower …` command in a process of its own, which speaks to them over HTTP as it would
to the originals.
"""
