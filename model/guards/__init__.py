"""Guards: what a written text is measured by before anybody sees it. Text in, figures out; needs no torch.

They measure and judge nothing: what is too much is the community's to say (`bot.flow.guarding`).
"""
