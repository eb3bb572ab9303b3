"""Words of the queue's pages; what buttons and cards say is the chat's."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.chat.amending import Flaw
from bot.domain.draft import Verdict
from bot.domain.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueWords:
    """One language."""

    title: str
    shelves: Mapping[Shelf, str]
    shelves_label: str
    empty: Mapping[Shelf, str]
    draft: str
    draft_title: str
    age: str
    temperature: str
    checkpoint: str
    picture_of: str
    whole: str
    actions: str
    reason: str
    reason_hint: str
    word: str
    word_hint: str
    text: str
    picture_number: str
    box: str
    box_hint: str
    save: str
    really_down: str
    older: str
    newer: str
    made_at: str
    reload: str
    live: str
    lost: str
    changed: str
    stale_card: str
    write_title: str
    write_count: str
    write_hint: str
    write: str
    write_wrong: str
    edited: str
    edited_for_others: str
    reasoned: str
    banned: str
    flaws: Mapping[Flaw, str]

    history: str
    written: str
    written_seed: str
    written_prime: str
    verdicts: Mapping[Verdict, str]
    why: str
    nothing: str
    approved_before: str
    publications: str
    no_publications: str
    look: str
    to_queue: str


RU = QueueWords(
    title="Очередь",
    shelves={
        Shelf.WAITING: "Ждут решения",
        Shelf.APPROVED: "Одобрены",
        Shelf.PUBLISHED: "Опубликованы",
        Shelf.REJECTED: "Отклонены",
        Shelf.EXPIRED: "Устарели",
    },
    shelves_label="Какие черновики показать",
    empty={
        Shelf.WAITING: "Ничего не ждёт решения.",
        Shelf.APPROVED: "Одобренных черновиков, которые ждут своего часа, нет.",
        Shelf.PUBLISHED: "Пока ничего не вышло.",
        Shelf.REJECTED: "Пока ничего не отклоняли.",
        Shelf.EXPIRED: "Пока ничего не устарело.",
    },
    draft="Черновик {id}",
    draft_title="Черновик {id}: {state}",
    age="{age} назад",
    temperature="температура {value}",
    checkpoint="чекпойнт {name}",
    picture_of="Картинка: {text}",
    whole="Текст целиком",
    actions="Что сделать с черновиком {id}",
    reason="Почему (можно не писать)",
    reason_hint="До {limit}.",
    word="Какое слово больше не писать",
    word_hint="Звёздочка заменяет любые буквы: слон*. Все черновики с этим словом будут отклонены.",
    text="Новый текст",
    picture_number="Картинка {number}",
    box="Надпись {number}",
    box_hint="Пустое поле оставит место пустым.",
    save="Сохранить",
    really_down="Снять с публикации везде?",
    older="Дальше",
    newer="Назад",
    made_at="Страница показывает, что было в {time}.",
    reload="Обновить",
    live="Обновляется сама.",
    lost="Связь потеряна: страница может отстать. Обновите её.",
    changed="Изменилось черновиков: {count}.",
    stale_card="Этот черновик тем временем изменился.",
    write_title="Написать ещё",
    write_count="Сколько",
    write_hint="От 1 до {most}.",
    write="Написать",
    write_wrong="Нужно число от 1 до {most}.",
    edited="Новый текст сохранён, черновик ждёт решения.",
    edited_for_others="Новый текст сохранён. Одобрить его теперь должен кто-то другой.",
    reasoned="Причина записана.",
    banned="«{word}» под запретом. Заодно отклонено: {drafts}.",
    flaws={
        Flaw.TOO_LATE: "Поздно: по этому черновику уже решено иначе. Ничего не изменилось.",
        Flaw.OUTDATED: (
            "Пока вы писали, текст исправил кто-то другой: нынешний показан выше. Если ваш лучше, сохраните ещё раз."
        ),
        Flaw.BANNED: "Здесь запрещённое слово «{word}».",
        Flaw.UNPUBLISHABLE: "Такой текст не опубликовать: нужно от 1 до {limit}.",
        Flaw.NO_WORDS: "Совсем без слов картинка не выйдет.",
        Flaw.UNPAINTABLE: "С такими надписями картинку не нарисовать. Попробуйте покороче.",
        Flaw.TOO_LONG: "Для причины нужно от 1 до {reason_limit}.",
        Flaw.UNUSABLE: (
            "Это запретить нельзя: в слове должно быть от двух букв до 100 знаков; а может быть, запрещённых слов уже "
            "слишком много."
        ),
    },
    history="Что с ним было",
    written="Написан при температуре {temperature}, чекпойнт {checkpoint}",
    written_seed="зерно {seed}",
    written_prime="начало задано: «{prime}»",
    verdicts={
        Verdict.APPROVE: "одобряет",
        Verdict.REJECT: "отклоняет",
        Verdict.EDIT: "правит текст",
        Verdict.ANOTHER: "просит другой",
        Verdict.BAN: "запрещает слово",
        Verdict.TAKE_BACK: "отменяет решение",
        Verdict.TAKE_DOWN: "снимает с публикации",
    },
    why="Причина: {reason}",
    nothing="(ничего)",
    approved_before="Текст до этой правки",
    publications="Публикации",
    no_publications="Этот черновик ещё нигде не был.",
    look="Посмотреть",
    to_queue="К очереди",
)

EN = QueueWords(
    title="Queue",
    shelves={
        Shelf.WAITING: "Waiting",
        Shelf.APPROVED: "Approved",
        Shelf.PUBLISHED: "Published",
        Shelf.REJECTED: "Rejected",
        Shelf.EXPIRED: "Expired",
    },
    shelves_label="Which drafts to show",
    empty={
        Shelf.WAITING: "Nothing waits for a decision.",
        Shelf.APPROVED: "No approved draft waits for its time.",
        Shelf.PUBLISHED: "Nothing has been published yet.",
        Shelf.REJECTED: "Nothing has been rejected yet.",
        Shelf.EXPIRED: "Nothing has expired yet.",
    },
    draft="Draft {id}",
    draft_title="Draft {id}: {state}",
    age="{age} ago",
    temperature="temperature {value}",
    checkpoint="checkpoint {name}",
    picture_of="Picture: {text}",
    whole="The whole text",
    actions="What to do with draft {id}",
    reason="Why (if you like)",
    reason_hint="Up to {limit}.",
    word="Which word never to write again",
    word_hint="An asterisk stands for any letters: duck*. All drafts with this word are rejected.",
    text="New text",
    picture_number="Picture {number}",
    box="Box {number}",
    box_hint="An empty field leaves the box empty.",
    save="Save",
    really_down="Take it down everywhere?",
    older="Next",
    newer="Back",
    made_at="This page shows what was there at {time}.",
    reload="Reload",
    live="It keeps itself fresh.",
    lost="The connection is gone: this page may fall behind. Reload it.",
    changed="{count} drafts have changed.",
    stale_card="This draft has changed meanwhile.",
    write_title="Write more",
    write_count="How many",
    write_hint="From 1 to {most}.",
    write="Write",
    write_wrong="A number from 1 to {most}, please.",
    edited="The new text is kept; the draft waits for a decision.",
    edited_for_others="The new text is kept. Somebody else has to approve it now.",
    reasoned="The reason is kept.",
    banned="“{word}” is banned. Rejected with it: {drafts}.",
    flaws={
        Flaw.TOO_LATE: "Too late: somebody has decided otherwise on this draft. Nothing has changed.",
        Flaw.OUTDATED: (
            "While you wrote, somebody else edited the text: the present one is shown above. If yours is better, save "
            "it again."
        ),
        Flaw.BANNED: "This holds the banned word “{word}”.",
        Flaw.UNPUBLISHABLE: "That can't be published: it takes 1 to {limit}.",
        Flaw.NO_WORDS: "A picture without any words won't do.",
        Flaw.UNPAINTABLE: "The picture can't be drawn with these words. Try fewer.",
        Flaw.TOO_LONG: "A reason takes 1 to {reason_limit}.",
        Flaw.UNUSABLE: (
            "That can't be banned: a word takes two letters to 100 characters; or there are too many banned words "
            "already."
        ),
    },
    history="What has happened to it",
    written="Written at temperature {temperature} by checkpoint {checkpoint}",
    written_seed="seed {seed}",
    written_prime="told to begin with “{prime}”",
    verdicts={
        Verdict.APPROVE: "approves",
        Verdict.REJECT: "rejects",
        Verdict.EDIT: "edits the text",
        Verdict.ANOTHER: "asks for another one",
        Verdict.BAN: "bans a word",
        Verdict.TAKE_BACK: "takes the decision back",
        Verdict.TAKE_DOWN: "takes it down",
    },
    why="Reason: {reason}",
    nothing="(nothing)",
    approved_before="The text before this edit",
    publications="Publications",
    no_publications="This draft has not been anywhere yet.",
    look="Look",
    to_queue="To the queue",
)

QUEUE: Mapping[str, QueueWords] = MappingProxyType({"ru": RU, "en": EN})
