"""Words of the calendar and of the slots' page; what is planned is told in the chat's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.chat.slot_face import Prospect
from bot.chat.slot_wish import Lack
from bot.domain.slot import IfNothing


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWords:
    """One language."""

    title: str
    months: tuple[str, str, str, str, str, str, str, str, str, str, str, str]
    month: str
    earlier: str
    later: str
    today: str
    this_month: str
    to_slots: str
    zone: str
    no_such_month: str
    not_all: str
    slot: str
    at_once: str
    draft: str
    whole_day: str
    nothing_here: str
    nothing_that_day: str
    prospects: Mapping[Prospect, str]
    more: str

    slots_title: str
    none: str
    edit: str
    switch_off: str
    switch_on: str
    remove: str
    really_remove: str
    off: str
    new: str
    change: str
    at: str
    weekdays: str
    zone_field: str
    zone_hint: str
    places: str
    places_hint: str
    temperature: str
    temperature_hint: str
    if_nothing: str
    choices: Mapping[IfNothing, str]
    remind: str
    remind_hint: str
    without_approval: str
    owners_only: str
    save: str
    add: str
    to_calendar: str
    back_to_slots: str
    look_below: str
    wrong: Mapping[str, str]
    lacks: Mapping[Lack, str]
    unapproved: str
    full: str

    pause_title: str
    pause_field: str
    pause_hint: str
    pause: str
    resume: str
    pause_wrong: str
    quiet_title: str
    quiet_begin: str
    quiet_end: str
    quiet: str
    quiet_off: str
    quiet_wrong: str


RU = CalendarWords(
    title="Календарь",
    months=(
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ),
    month="{month} {year}",
    earlier="Раньше",
    later="Позже",
    today="сегодня",
    this_month="Этот месяц",
    to_slots="Слоты, пауза и тихие часы",
    zone="Время: {zone}.",
    no_such_month="Такого месяца в календаре нет. Вот нынешний.",
    not_all="В этом месяце столько всего, что показано не всё.",
    slot="слот {id}",
    at_once="сразу",
    draft="черновик {id}",
    whole_day="{day} целиком",
    nothing_here="В этом месяце ничего не выходило и ничего не намечено.",
    nothing_that_day="В этот день ничего не выходило и ничего не намечено.",
    prospects={
        Prospect.PAUSED: "пауза",
        Prospect.QUIET: "тихие часы",
        Prospect.DRAFT: "готов",
        Prospect.WAITS: "ждёт черновика",
        Prospect.BEST: "лучший из неодобренных",
        Prospect.REMINDER: "нет черновика",
        Prospect.NOTHING: "нет черновика",
    },
    more="ещё {count}",
    slots_title="Слоты",
    none="Слотов пока нет: сам по себе ни один черновик не выйдет. Добавьте первый.",
    edit="Изменить",
    switch_off="Выключить",
    switch_on="Включить",
    remove="Убрать",
    really_remove="Убрать слот насовсем?",
    off="выключен",
    new="Новый слот",
    change="Слот {id}",
    at="Время",
    weekdays="Дни недели",
    zone_field="Часовой пояс",
    zone_hint="Например: Europe/Moscow или Asia/Omsk.",
    places="Куда публиковать",
    places_hint="По одному в строке: vk:-123, telegram:@channel. Все места получат один и тот же черновик.",
    temperature="Только черновики с температурой",
    temperature_hint="Число от 0.1 до 2; пустое поле означает любую.",
    if_nothing="Если ничего не одобрено",
    choices={
        IfNothing.SKIP: "пропустить",
        IfNothing.REMIND: "напомнить модераторам заранее",
        IfNothing.BEST: "опубликовать лучший из неодобренных",
    },
    remind="За сколько напомнить",
    remind_hint="Например: 30м или 2ч, не больше чем за день.",
    without_approval="Публиковать без одобрения",
    owners_only="Выпускать то, чего никто не одобрил, может разрешить только владелец.",
    save="Сохранить",
    add="Добавить",
    to_calendar="К календарю",
    back_to_slots="К слотам",
    look_below="Ничего не изменилось: посмотрите на отмеченные поля.",
    wrong={
        "weekdays": "Выберите хотя бы один день.",
        "zone": "Такого часового пояса нет. Например: Europe/Moscow.",
        "if_nothing": "Выберите одно из трёх.",
    },
    lacks={
        Lack.TIME: "Нужно время, например 19:30.",
        Lack.PLACE: "«{word}»: не место. Например: vk:-123 или telegram:@channel.",
        Lack.PLACES: "Мест не больше {most}. Для остальных заведите ещё один слот.",
        Lack.TEMPERATURE: "Нужно число от 0.1 до 2 или пустое поле.",
        Lack.REMINDER: "За сколько? Например: 30м или 2ч, не больше чем за день.",
        Lack.WORD: "Этого понять не получается.",
    },
    unapproved="Слот, который выпускает неодобренное, заводит и меняет только владелец.",
    full="Слотов уже {most}. Сначала уберите какой-нибудь.",
    pause_title="Пауза",
    pause_field="На сколько",
    pause_hint="Например: 8ч, 2д или до 9:00. Пустое поле: пока её не закончат. Слоты за это время пропускаются.",
    pause="Начать паузу",
    resume="Закончить паузу",
    pause_wrong="Так не понять. Например: 8ч, 30м, 2д (не больше года) или до 9:00.",
    quiet_title="Тихие часы",
    quiet_begin="С",
    quiet_end="До",
    quiet="Сохранить",
    quiet_off="Обойтись без них",
    quiet_wrong="Нужны два разных времени, например 23:00 и 08:00.",
)

EN = CalendarWords(
    title="Calendar",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    month="{month} {year}",
    earlier="Earlier",
    later="Later",
    today="today",
    this_month="This month",
    to_slots="Slots, pause and quiet hours",
    zone="Times are {zone}.",
    no_such_month="The calendar has no such month. This is the present one.",
    not_all="There is so much in this month that not all of it is shown.",
    slot="slot {id}",
    at_once="at once",
    draft="draft {id}",
    whole_day="All of {day}",
    nothing_here="Nothing went out in this month, and nothing is planned.",
    nothing_that_day="Nothing went out on this day, and nothing is planned.",
    prospects={
        Prospect.PAUSED: "pause",
        Prospect.QUIET: "quiet hours",
        Prospect.DRAFT: "ready",
        Prospect.WAITS: "waits for a draft",
        Prospect.BEST: "best unapproved",
        Prospect.REMINDER: "no draft yet",
        Prospect.NOTHING: "no draft yet",
    },
    more="{count} more",
    slots_title="Slots",
    none="There are no slots: no draft goes out by itself. Add the first one.",
    edit="Change",
    switch_off="Switch off",
    switch_on="Switch on",
    remove="Remove",
    really_remove="Remove this slot for good?",
    off="off",
    new="New slot",
    change="Slot {id}",
    at="Time",
    weekdays="Weekdays",
    zone_field="Time zone",
    zone_hint="For example Europe/Moscow or Asia/Omsk.",
    places="Where to publish",
    places_hint="One a line: vk:-123, telegram:@channel. All places get the same draft.",
    temperature="Only drafts of this temperature",
    temperature_hint="A number from 0.1 to 2; empty means any.",
    if_nothing="If nothing is approved",
    choices={
        IfNothing.SKIP: "leave it out",
        IfNothing.REMIND: "remind moderators beforehand",
        IfNothing.BEST: "publish the best unapproved draft",
    },
    remind="How long before to remind",
    remind_hint="For example 30m or 2h, a day at most.",
    without_approval="Publish without approval",
    owners_only="Only an owner may let out what nobody has approved.",
    save="Save",
    add="Add",
    to_calendar="To the calendar",
    back_to_slots="To the slots",
    look_below="Nothing has changed: look at the marked fields.",
    wrong={
        "weekdays": "Choose one day at least.",
        "zone": "There is no such time zone. For example: Europe/Moscow.",
        "if_nothing": "Choose one of the three.",
    },
    lacks={
        Lack.TIME: "A time of day, please, for example 19:30.",
        Lack.PLACE: "“{word}” is no place. For example: vk:-123 or telegram:@channel.",
        Lack.PLACES: "{most} places at most. Make another slot for the others.",
        Lack.TEMPERATURE: "A number from 0.1 to 2, or nothing.",
        Lack.REMINDER: "How long before? For example 30m or 2h, a day at most.",
        Lack.WORD: "This can't be read.",
    },
    unapproved="A slot that lets out what nobody approved is for owners to make and to change.",
    full="There are {most} slots already. Remove one first.",
    pause_title="Pause",
    pause_field="For how long",
    pause_hint="For example 8h, 2d or until 9:00. Empty: until somebody ends it. Slots are left out meanwhile.",
    pause="Pause",
    resume="End the pause",
    pause_wrong="That can't be read. For example: 8h, 30m, 2d (a year at most) or until 9:00.",
    quiet_title="Quiet hours",
    quiet_begin="From",
    quiet_end="To",
    quiet="Save",
    quiet_off="Do without them",
    quiet_wrong="Two different times, please, for example 23:00 and 08:00.",
)

CALENDAR: Mapping[str, CalendarWords] = MappingProxyType({"ru": RU, "en": EN})
