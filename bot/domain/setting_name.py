"""What a setting is called in the environment."""

PREFIX = "WALLFLOWER_"


def variable(section: str, name: str) -> str:
    """Of the setting `name` in the section `[section]`."""
    return f"{PREFIX}{section}_{name}".upper()
