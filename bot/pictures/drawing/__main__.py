"""Write the shipped templates' pictures: `python -m bot.pictures.drawing [NAME …]`, all of them without a name."""

import sys
from pathlib import Path

from bot.pictures.drawing.film import Film
from bot.pictures.drawing.scenes import drawn, names

TEMPLATES = Path(__file__).parent.parent / "templates"


def main() -> int:
    """Draw and write; 2 when a name is none of ours."""
    wanted = sys.argv[1:] or names()
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"no scene is called {', '.join(unknown)}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    for name in wanted:
        picture = drawn(name)
        path = TEMPLATES / name / ("picture.webp" if isinstance(picture, Film) else "picture.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(picture, Film):
            picture.save(path)
        else:
            picture.save(path, optimize=True)
        print(f"{name}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
