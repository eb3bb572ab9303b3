"""The form in which posts are searched, stored beside each post's text and made with it.

No database folds every case by itself: SQLite knows the two cases of Latin letters only, PostgreSQL those of the
server's locale. Folded by Python while a page waited, 30,000 posts took most of the third of a second that it took.
"""

import unicodedata


def folded(text: str) -> str:
    """One case, accents joined to their letters, ё as е."""
    return unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
