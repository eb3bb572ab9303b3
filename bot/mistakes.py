"""What a person can mend, in one sentence: errors of every package, of the database's driver and of the system."""

from sqlalchemy.exc import DBAPIError

from bot.errors import WallflowerError
from corpus.errors import CorpusError
from model.errors import ModelError

MISTAKES = (WallflowerError, CorpusError, ModelError, DBAPIError, OSError)
"""Everything else is a defect and shows its traceback."""


def sentence_of(mistake: Exception) -> str:
    """What happened and what to do, for one of MISTAKES."""
    match mistake:
        case DBAPIError():
            why = str(mistake.orig).splitlines()[0]
            return f"the database refused ({why}): check the disk, the folder's rights and database.url"
        case OSError():
            where = f"{mistake.filename}: " if mistake.filename else ""
            why = mistake.strerror or str(mistake)
            return f"{where}{why}: check the disk and the folder's rights, or name another --home"
    return str(mistake)
