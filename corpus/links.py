"""Links in a text: finding them and taking them out. A generated post must not send people anywhere."""

import re

_HOSTS = (
    r"(?:(?:m|new|www)\.)?vk\.(?:com|ru|cc|me|link)|vkontakte\.ru|(?:t|telegram)\.me|telegram\.org|youtu\.be|clck\.ru|"
    r"(?:(?:m|www)\.)?(?:youtube|instagram|facebook|twitter|tiktok|x)\.com|(?:www\.)?ok\.ru|goo\.gl|bit\.ly|tinyurl\.com"
)
# The end of a sentence after a link is the sentence's: the last character is no punctuation and no bracket, unless the
# link itself opened it. The bound keeps the time linear for a text that is nothing but beginnings of links.
_IN_BRACKETS = r"\([^\s()]{1,100}\)"
_REST = rf"(?:[^\s<>\"«»()]|{_IN_BRACKETS}){{0,2000}}(?:[^\s<>\"«».,;:!?…()\[\]{{}}'’”]|{_IN_BRACKETS})"
_LINK = re.compile(
    rf"(?<![\w@.])(?:(?:https?|ftp|tg|vk)://{_REST}/?|www\.{_REST}/?|(?:{_HOSTS})/{_REST}/?)", re.IGNORECASE
)
_BRACKETED_LINK = re.compile(
    rf"\(\s?{_LINK.pattern}\s?\)|\[\s?{_LINK.pattern}\s?\]|[<\"«“]{_LINK.pattern}[>\"»”]", re.IGNORECASE
)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_LEFT_OVER = " -–—:|•·>"
"""What a line may hold besides its link and still say nothing."""
_LEAD_IN = re.compile(
    r"(?:источник|подробнее|подробности|ссылка|читать|смотреть|source|via|more)(?: \w+)?[ :–—-]*", re.IGNORECASE
)
"""A line that only led to its link goes with it."""


def holds_link(text: str) -> bool:
    """Whether there is a link of any kind in `text`."""
    return _LINK.search(text) is not None


def remove_links(text: str) -> str:
    """`text` without its links, the brackets or quotes around them, and the lines that held nothing else."""
    if not holds_link(text):
        return text
    lines = []
    for line in text.split("\n"):
        rest = _LINK.sub("", _BRACKETED_LINK.sub("", line))
        if rest == line:
            lines.append(line)
        elif rest.strip(_LEFT_OVER) and not _LEAD_IN.fullmatch(rest.strip(_LEFT_OVER)):
            rest = _GAP.sub(" ", rest)
            lines.append(rest if line[0] == " " else rest.lstrip(" "))
    return "\n".join(lines)
