"""The words of the console's pages: a page a module, with one type and an instance a language."""
