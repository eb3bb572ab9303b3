"""A home as one file, and back: `wallflower backup` and `wallflower restore`. See docs/backup.md.

    <bundle>.zip   manifest.json, and what it names: wallflower.db, wallflower.toml, author.key, corpus.txt,
                   checkpoints/live, checkpoints/<run>/best/…

manifest.py says what a bundle is, member_names.py what may be in it, archive.py writes and reads the file, contents.py
finds what of a home belongs into it, database_copy.py copies a database that is written to, saving.py and restoring.py
are the two verbs.
"""
