"""The console's pages: a page a module, with its routes."""
