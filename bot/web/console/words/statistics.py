"""Words of the statistics page."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsWords:
    """One language. `periods` are by days, 0 for all there is; `kinds` by `domain.limits.Kind`."""

    title: str
    lead: str
    period: str
    periods: Mapping[int, str]
    few: str
    of: str
    in_numbers: str
    nothing: str
    share: str
    count: str
    temperature: str
    checkpoint: str
    approved_title: str
    approved_note: str
    approved_by_temperature: str
    approved_by_checkpoint: str
    liked_title: str
    liked_note: str
    liked_by_temperature: str
    liked_by_checkpoint: str
    hours_title: str
    hours_note: str
    asked_by_hour: str
    decided_by_hour: str
    hour: str
    asked: str
    decided: str
    published_title: str
    published_note: str
    week: str
    posts: str
    requests_title: str
    requests_note: str
    kind: str
    kinds: Mapping[str, str]
    waits_title: str
    waits_note: str
    waits: str
    groups: tuple[str, ...]
    drafts: str
    wait: str
    seconds: str
    minutes: str
    hours: str
    days: str


RU = StatisticsWords(
    title="Статистика",
    lead="Что нравится модераторам и участникам и когда сообщество не спит.",
    period="За какое время",
    periods=MappingProxyType({7: "7 дней", 30: "30 дней", 90: "90 дней", 0: "Всё время"}),
    few="Бледные полосы — меньше десяти случаев: по ним рано судить.",
    of="{part} из {whole}",
    in_numbers="То же числами",
    nothing="За это время ничего нет.",
    share="Доля",
    count="Сколько",
    temperature="Температура",
    checkpoint="Чекпойнт",
    approved_title="Что одобряют",
    approved_note="Доля одобренных среди черновиков, по которым есть решение. Считаются по дню, когда написаны.",
    approved_by_temperature="Доля одобренных черновиков по температуре",
    approved_by_checkpoint="Доля одобренных черновиков по чекпойнту",
    liked_title="Что нравится",
    liked_note="Доля лайков среди всех реакций на то, что бот писал участникам.",
    liked_by_temperature="Доля лайков по температуре",
    liked_by_checkpoint="Доля лайков по чекпойнту",
    hours_title="По часам",
    hours_note="Часы — по поясу сообщества, {zone}.",
    asked_by_hour="Сколько бот ответил участникам, по часам суток",
    decided_by_hour="Сколько решений приняли модераторы, по часам суток",
    hour="Час",
    asked="Ответы участникам",
    decided="Решения модераторов",
    published_title="Посты по неделям",
    published_note="Пост, вышедший в двух местах, — это два поста.",
    week="Неделя с",
    posts="Посты",
    requests_title="О чём просят",
    requests_note="Просьбы участников, на которые бот ответил. Кто просил, не хранится.",
    kind="Вид",
    kinds=MappingProxyType(
        {
            "meme": "Мемы и тексты",
            "command": "Другие команды",
            "press": "Нажатия на кнопки",
            "unasked": "Бот заговорил сам",
        }
    ),
    waits_title="Сколько ждут решения",
    waits_note="От черновика до первого решения: в половине случаев — не дольше {median}, в девяти из десяти — {most}.",
    waits="Сколько черновиков дождались решения за такое время",
    groups=("до минуты", "до 10 минут", "до часа", "до 6 часов", "до суток", "дольше"),
    drafts="Черновики",
    wait="Ожидание",
    seconds="{n} с",
    minutes="{n} мин",
    hours="{n} ч",
    days="{n} дн.",
)

EN = StatisticsWords(
    title="Statistics",
    lead="What moderators and members like, and when the community is awake.",
    period="Period",
    periods=MappingProxyType({7: "7 days", 30: "30 days", 90: "90 days", 0: "All time"}),
    few="Pale bars are of fewer than ten: too few to judge by.",
    of="{part} of {whole}",
    in_numbers="The same in numbers",
    nothing="There is nothing in this period.",
    share="Share",
    count="How many",
    temperature="Temperature",
    checkpoint="Checkpoint",
    approved_title="What is approved",
    approved_note="The share of drafts approved among those decided on. They count by the day they were written.",
    approved_by_temperature="Share of drafts approved, by temperature",
    approved_by_checkpoint="Share of drafts approved, by checkpoint",
    liked_title="What is liked",
    liked_note="The share of likes among all reactions to what the bot wrote to members.",
    liked_by_temperature="Share of likes, by temperature",
    liked_by_checkpoint="Share of likes, by checkpoint",
    hours_title="By the hour",
    hours_note="Hours are of the community's zone, {zone}.",
    asked_by_hour="How often the bot answered members, by the hour of the day",
    decided_by_hour="How many decisions moderators made, by the hour of the day",
    hour="Hour",
    asked="Answers to members",
    decided="Moderators' decisions",
    published_title="Posts by week",
    published_note="A post that went out at two places counts as two.",
    week="Week of",
    posts="Posts",
    requests_title="What is asked for",
    requests_note="Members' requests that the bot answered. Who asked is not kept.",
    kind="Kind",
    kinds=MappingProxyType(
        {
            "meme": "Memes and texts",
            "command": "Other commands",
            "press": "Presses on buttons",
            "unasked": "The bot spoke by itself",
        }
    ),
    waits_title="How long drafts wait",
    waits_note=(
        "From a draft to the first verdict on it: half wait no longer than {median}, nine of ten no longer than {most}."
    ),
    waits="How many drafts had their verdict within this time",
    groups=("a minute", "10 minutes", "an hour", "6 hours", "a day", "longer"),
    drafts="Drafts",
    wait="Wait",
    seconds="{n} s",
    minutes="{n} min",
    hours="{n} h",
    days="{n} d",
)

STATISTICS: Mapping[str, StatisticsWords] = MappingProxyType({"ru": RU, "en": EN})
