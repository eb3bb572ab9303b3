"""Systems that a community owner could take instead of ours, learned from the same text in the same time.

material      what each system is given: text to learn from, text to be judged by, one vocabulary
system        what a system is to a comparison, and what it learned
budget        the seconds that each may spend, on as many threads as serve it best
held_out      how held-out text is read, each symbol after what stands before it
rnn           a recurrent network, as most of them are
ours          Wallflower's own training
naive_loop    what ports of char-rnn do, and one port's defaults
torch_rnn     the recipe of torch-rnn
fused_gru     our recipe with the cells of a GRU
transformer   a small GPT by nanoGPT's recipe for a processor
ngrams        character n-grams, Witten-Bell
markov_chain  a Markov chain over words by markovify
outcome       figures of what a system learned, and the table of them
caption_characters, caption_words   captions for templates: by letters, the template told in two ways; by words
processor_time      a budget of processor time, for what is compared on a busy machine
"""
