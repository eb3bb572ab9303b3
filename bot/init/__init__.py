"""`wallflower init`: from nothing to a home that `wallflower run` can work in, by questions at the terminal."""
