"""The words that no community gets posted unasked: Russian and English obscenities and slurs, as patterns.

Written for this project, kept short on purpose: what a newspaper would print with dots. Milder words are each
community's own matter (`writing.banned_words`). A pattern is matched against a whole word as `disguise.read` gives it:
small letters, ё as е; every letter may be drawn out (х у у у …).
"""

# What a Russian verb may have before its root.
_PREFIX = "(?:а|вы|до|за|ис|на|недо|не|ни|о|об|обо|от|ото|пере|по|под|подо|при|про|рас|с|со|у)?"
_HARD_PREFIX = (
    "(?:вы|взъ|въ|до|долбо|за|изъ|мозго|на|недо|не|ни|о|об|обо|объ|от|отъ|пере|по|под|подъ|при|про|разъ|съ|у)?"
)

RUSSIAN = (
    rf"{_PREFIX}ху[йеяюи]\w*",
    r"\w*пизд\w*",
    r"бля(?:т?ь)?",
    r"\w*бля[дц]\w*",
    rf"{_HARD_PREFIX}еб(?!ург|рр|рд)\w*",
    rf"{_PREFIX}муд(?:а[кчш]|ил|озвон|ох)\w*",
    r"манд(?:а|е|ой|авош\w*)",
    r"\w*залуп\w*",
    r"п[ие]д[оа]р\w*",
    r"педерас\w*",
    r"г[оа]ндон\w*",
    rf"{_PREFIX}дроч(?!ен)\w*",
    r"шлюх\w*",
    rf"{_PREFIX}срать(?:ся)?",
    r"(?:на|обо|за|у)сра(?:[лнт])\w*",
    r"\w*говн\w*",
    r"жид(?:ы|у|ов|ова|овк\w*|овск\w*|ам|ами|яр\w*)?",
    r"хач(?:и|а|у|ей|ик\w*)?",
    r"нигг?ер(?:ы|ов|ам|ами|ск\w*)",
    r"ниггер\w*",
    r"черножоп\w*",
)

LATIN = (
    r"\w*fuc?k\w*",
    r"(?:bull|horse|bat|ape|dip)?shit(?!ak)\w*",
    r"cunt\w*",
    r"bitch\w*",
    r"nigg(?:er|a(?!rd)|uh)\w*",
    r"fag(?:s|got\w*)?",
    r"whor(?:e|es|ing)",
    r"slut\w*",
    r"cocksuck\w*",
    r"dickhead\w*",
    r"(?:ass|arse)hole\w*",
    r"retard(?:s|ed)?",
    r"kikes?",
    r"trann(?:y|ies)",
    r"wank(?:er\w*|ing)?",
    r"twats?",
    # Russian in Latin letters
    r"\w*pi[zs]d[aeuoi]\w*",
    r"blya(?:[dt]\w*)?",
    r"(?:na|po|o)?hu(?:y|j|i)(?:nya|nia|ovo|ov|lo)?",
    r"(?:na|po|o)?xu(?:y|j|i)",
    r"(?:za|vy|na|po|ot|do|pro|u)?eb(?:at|al|an|lan|uch)\w*",
    r"mudak\w*",
    r"pid[oa]r\w*",
    r"gandon\w*",
)
