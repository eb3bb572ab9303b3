"""Words of the templates: all of them, one with a meme being made on it, and the form for a new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.template import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateWords:
    """One language."""

    title: str
    lead: str
    count: str
    own_badge: str
    moves_badge: str
    none: str
    add: str
    to_all: str

    called: str
    layout: str
    layouts: Mapping[Layout, str]
    places: str
    places_of: str
    box: str
    preview: str
    preview_lead: str
    preview_alt: str
    preview_plain: str
    show: str
    save: str
    too_many: str
    write: str
    write_lead: str
    about: str
    about_hint: str
    write_do: str
    written: str
    examples: str

    remove: str
    remove_lead: str
    remove_sure: str

    add_title: str
    add_lead: str
    name: str
    name_hint: str
    title_ru: str
    title_en: str
    title_hint: str
    boxes_typed: str
    boxes_hint: str
    picture: str
    picture_hint: str
    add_do: str
    no_picture: str


RU = TemplateWords(
    title="Шаблоны",
    lead="На чём бот делает мемы. Откройте любой, чтобы примерить на него слова.",
    count="Всего: {count}",
    own_badge="свой",
    moves_badge="движется",
    none="Шаблонов нет.",
    add="Добавить свой",
    to_all="Ко всем шаблонам",
    called="Как ещё называют",
    layout="Устройство",
    layouts=MappingProxyType(
        {
            Layout.TOP_BOTTOM: "сверху и снизу",
            Layout.TWO_PANELS: "два кадра",
            Layout.FOUR_PANELS: "четыре кадра",
            Layout.SIDE_BY_SIDE: "рядом",
            Layout.LABELS: "подписи на картинке",
            Layout.DEMOTIVATOR: "демотиватор",
            Layout.CHAT: "переписка",
            Layout.QUOTE: "цитата",
            Layout.BUGURT: "бугурт",
            Layout.SIGN: "табличка",
        }
    ),
    places="Места для слов",
    places_of="Места для слов на шаблоне «{title}»: {boxes}",
    box="{number}. {name}",
    preview="Примерить",
    preview_lead="Картинка меняется, пока вы пишете.",
    preview_alt="Мем на шаблоне «{title}» со словами: {text}",
    preview_plain="Шаблон «{title}» без слов",
    show="Показать",
    save="Сохранить картинку",
    too_many="Это слишком много слов: самое большее {limit}.",
    write="Пусть напишет сеть",
    write_lead="Сеть придумает подпись к этому шаблону, а вы сможете её поправить.",
    about="Про что",
    about_hint="Можно ничего не писать.",
    write_do="Написать",
    written="Это написала сеть.",
    examples="Примеры",
    remove="Удалить шаблон",
    remove_lead="Этот шаблон сделало сообщество. Удалённый шаблон не вернуть, а черновики на нём не выйдут.",
    remove_sure="Удалить шаблон {name}? Вернуть его нельзя.",
    add_title="Свой шаблон",
    add_lead="Картинка и места, куда на ней писать слова. Пользоваться им можно сразу, и в чатах тоже.",
    name="Имя",
    name_hint="от 1 до 32 знаков a–z, 0–9 и дефис; по нему шаблон называют в команде /meme",
    title_ru="Название по-русски",
    title_en="Название по-английски",
    title_hint="Можно оставить пустым: тогда людям показывают имя.",
    boxes_typed="Места для слов, каждое с новой строки",
    boxes_hint=(
        "сверху, снизу, слева, справа, середина или «лапа: 10,60,35,20» — слева, сверху, ширина и высота в процентах "
        "картинки. Пусто — сверху и снизу."
    ),
    picture="Картинка",
    picture_hint="PNG, JPEG, WebP или GIF (первый кадр), не больше 20 МБ",
    add_do="Добавить",
    no_picture="Выберите картинку.",
)

EN = TemplateWords(
    title="Templates",
    lead="What the bot makes memes on. Open one to try words on it.",
    count="In all: {count}",
    own_badge="our own",
    moves_badge="moves",
    none="There are no templates.",
    add="Add one of our own",
    to_all="To all templates",
    called="Also called",
    layout="Built",
    layouts=MappingProxyType({layout: layout.value for layout in Layout}),
    places="Places for words",
    places_of="Places for words on the template “{title}”: {boxes}",
    box="{number}. {name}",
    preview="Try it",
    preview_lead="The picture changes as you type.",
    preview_alt="A meme on the template “{title}” with the words: {text}",
    preview_plain="The template “{title}” without words",
    show="Show",
    save="Save the picture",
    too_many="That is too many words: {limit} at most.",
    write="Let the network write",
    write_lead="The network makes up a caption for this template, and you can change it.",
    about="About what",
    about_hint="May be left empty.",
    write_do="Write",
    written="The network wrote this.",
    examples="Examples",
    remove="Remove the template",
    remove_lead="The community made this template. There is no way back, and drafts on it do not go out.",
    remove_sure="Remove the template {name}? There is no way back.",
    add_title="A template of our own",
    add_lead="A picture, and the places on it where words go. It can be used at once, in chats too.",
    name="Name",
    name_hint="1 to 32 of a–z, 0–9 and -; the command /meme calls the template by it",
    title_ru="Title in Russian",
    title_en="Title in English",
    title_hint="May be left empty: people are shown the name then.",
    boxes_typed="Places for words, each on a line of its own",
    boxes_hint=(
        "top, bottom, left, right, middle, or “paw: 10,60,35,20”: left, top, width and height in percent of the "
        "picture. Empty: top and bottom."
    ),
    picture="Picture",
    picture_hint="PNG, JPEG, WebP or GIF (its first frame), 20 MB at most",
    add_do="Add",
    no_picture="Choose a picture.",
)

TEMPLATES: Mapping[str, TemplateWords] = MappingProxyType({"ru": RU, "en": EN})
