"""A post's text becomes what its writer meant; good text stays as it is, character for character."""

import pytest

from corpus.repair import Repair, repair


def repaired(text: str) -> str:
    """The text after its repair, which must settle."""
    found = repair(text)
    assert found is not None
    return found[0]


GOOD = [
    "«Ёлочки», „лапки“, “кавычки” и ‘ещё’ — всё на месте…",
    "- Доктор, у меня мыши на потолке!\n- Пейте меньше.\n\n\nЗанавес",
    "5 < 7 && 7 > 5; AT&T, R&B, C#, #1 в мире, <b>, a[i] | b",
    "👩‍👩‍👧‍👦 ❤️ 🏳️‍🌈 👍🏽 1️⃣ 🇷🇺 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f ©️",
    "  /\\_/\\\n ( o.o )\n  > ^ <   мяу",
    "⣿⠀⣿\n⠀⣿⠀",
    "¯\\_(ツ)_/¯ (╯°□°)╯︵ ┻━┻ ʕ•ᴥ•ʔ",
    "Цвет глаз: #44aaff",
    "почта vasya@example.com, а ему 5*3 (пять на три)",
    "Ответ: ½ × 2² ≠ √4, t° = −5 °C, № 7",
    "می‌خواهم",
    "Щось українською: їжак, ґанок і яєчня",
    "ÀÉÎ? Façon, Öl, año, smørrebrød",
    "АААААААА!!! ЫЫЫ хыхыхы ъуъ",
    "Всё — не всё. т.е. как бы www и http",
    "Я знаю #тебя и всё, что было",
]


@pytest.mark.parametrize("text", GOOD)
def test_good_text_comes_through_untouched(text: str) -> None:
    assert repair(text) == (text, frozenset())


@pytest.mark.parametrize(
    ("broken", "whole", "kind"),
    [
        ("&laquo;Да&raquo; &#33; &#x1F600; &lt;3", "«Да» ! 😀 <3", Repair.ENTITIES),
        ("&amp;amp;quot;", '"', Repair.ENTITIES),
        ("раз<br>два<br/>три", "раз\nдва\nтри", Repair.ENTITIES),
        ("ха &#55357;&#56832;", "ха 😀", Repair.ENTITIES),
        ("ха \ud83d\ude00", "ха 😀", Repair.ENCODING),
        ("[id1|Павел] и [club22|Наши], [id1:bp-2_3|Он]", "Павел и Наши, Он", Repair.MENTIONS),
        ("@id1 (Павел) и *club1(Наши), @durov (Д)", "Павел и Наши, Д", Repair.MENTIONS),
        ("@id1 привет", "привет", Repair.MENTIONS),
        ("читать [https://vk.com/@wall-x|тут]", "читать тут", Repair.MENTIONS),
        ("[#alias|vk.com/x|Имя|https://vk.com/x]", "Имя", Repair.MENTIONS),
        ("см. https://vk.com/wall-1_2?w=1, и ещё", "см. , и ещё", Repair.LINKS),
        ("раз\nt.me/durov/1\nдва", "раз\nдва", Repair.LINKS),
        ("Шутка\nИсточник: vk.com/memes\nПодробнее тут — t.me/x", "Шутка", Repair.LINKS),
        ("https://ru.wikipedia.org/wiki/Кот_(зверь) мяу", "мяу", Repair.LINKS),
        ("это (https://пример.рф/а) верно", "это верно", Repair.LINKS),
        ("www.example.com/a?b=1 смех vk.cc/a1 слёзы", "смех слёзы", Repair.LINKS),
        ("#юмор #жиза@club\nШутка #смешно, #ха\n#мем_дня", "Шутка", Repair.HASHTAGS),
        ("нуль\u200bширины, мяг\xadко, \u202eдом\u202c \x07да\ufeff", "нульширины, мягко, дом да", Repair.INVISIBLE),
        ("а\u200dб\ufe0f", "аб", Repair.INVISIBLE),
        ("смех\ud83d", "смех", Repair.INVISIBLE),
        ("и\u0306 е\u0308", "й ё", Repair.ACCENTS),
        ("раз\r\nдва\rтри\u2028четыре", "раз\nдва\nтри\nчетыре", Repair.SPACES),
        ("\n\n а\xa0б\u2003в\t \n\n\n\n\nг  \n", "а б в\n\n\nг", Repair.SPACES),
    ],
)  # fmt: skip
def test_what_the_platform_or_the_way_added_goes_and_the_repair_is_named(broken: str, whole: str, kind: Repair) -> None:
    found = repair(broken)
    assert found is not None
    assert found[0] == whole
    assert kind in found[1]


@pytest.mark.parametrize("kind", list(Repair))
def test_every_kind_of_repair_has_words_that_a_person_understands(kind: Repair) -> None:
    assert kind.value.replace(" ", "").isalpha()


def test_mojibake_is_undone_before_the_characters_that_it_is_made_of_are_thrown_away() -> None:
    assert repaired("Ещё раз: нет, да".encode().decode("latin-1")) == "Ещё раз: нет, да"
    assert repaired("&ETH;&#159;&Ntilde;&#128;&ETH;&cedil;&ETH;&sup2;&ETH;&micro;&Ntilde;&#130;") == "Привет"


def test_mojibake_of_mojibake_is_undone() -> None:
    once = "Привет, как дела?".encode().decode("cp1251")
    assert repaired(once.encode().decode("cp1251")) == "Привет, как дела?"


def test_text_that_never_settles_is_given_up() -> None:
    assert repair("&" + "amp;" * 100 + "lt;") is None
