"""`python -m bot` is `wallflower`."""

from bot.cli import main

if __name__ == "__main__":
    main()
