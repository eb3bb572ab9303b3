"""What the log's warnings and errors say, in Russian: the health page tells of them, the log itself stays English."""

from collections.abc import Mapping
from types import MappingProxyType

LEVELS: Mapping[str, str] = MappingProxyType({"warning": "предупреждение", "error": "ошибка", "critical": "авария"})

_CHAT = {
    "a draft's picture can't be drawn": "картинка черновика не рисуется",
    "a notice's picture can't be drawn": "картинка уведомления не рисуется",
    "a chat takes no pictures: it gets their words": "чат не берёт картинки и получит их слова",
    "what was done on the console could not be shown in chat": "сделанное в консоли не удалось показать в чате",
    "answer not sent": "ответ не отправлен",
    "can't show moderators something": "модераторам кое-что не показать",
    "can't redraw a message": "сообщение не перерисовать",
    "another process has taken an update over": "обновление взял на себя другой процесс",
    "given up: an answer may have gone out": "бросили: ответ, возможно, уже ушёл",
    "an update could not be answered": "на обновление не удалось ответить",
    "an answered update could not be marked as done": "отвеченное обновление не удалось отметить",
    "press not answered": "на нажатие не ответили",
    "message not redrawn": "сообщение не перерисовано",
    "not even an apology could be sent": "не удалось даже извиниться",
    "inline query not answered": "на запрос из чужого чата не ответили",
    "an inline query could not be answered": "на запрос из чужого чата не удалось ответить",
    "a lane broke": "очередь одного чата сломалась",
}

_WORK = {
    "it takes too long to stop and is cut off": "останавливается слишком долго, прервано",
    "the community can't run": "сообщество не может работать",
    "the community broke": "работа сообщества прервалась",
    "slot skipped": "слот пропущен",
    "can't look whether the post is there": "не посмотреть, вышел ли пост",
    "settled by somebody else while it was being sent": "пока отправлялось, это решил кто-то другой",
    "not taken down": "не снято с публикации",
    "a chore has ended": "работа по расписанию закончилась",
    "the disk is nearly full: no training begins": "диск почти полон: обучение не начнётся",
    "jobs take too long to stop": "задания останавливаются слишком долго",
    "a job failed": "задание не удалось",
    "a job broke": "задание сломалось",
    "the painter takes too long and is ended": "художник работает слишком долго и остановлен",
    "the painter died": "художник неожиданно завершился",
    "template left out": "шаблон пропущен",
    "the live checkpoint can't be written with": "рабочим чекпойнтом не написать",
    "the writer died": "нейросеть неожиданно завершилась",
    "the writer gave a bad answer": "нейросеть ответила не по форме",
    "the writer hangs": "нейросеть зависла",
    "the writer does not start": "нейросеть не запускается",
    "a request over HTTP failed": "запрос по HTTP не удался",
    "refused: no form of the console's own": "отклонено: это не форма консоли",
    "a page of the console failed": "страница консоли не открылась",
    "open pages are not told what has changed": "открытые страницы не узнают, что изменилось",
    "login refused": "вход отклонён",
    "login refused: the role is too low": "вход отклонён: роль слишком низкая",
    "the database could not be asked": "базу данных не спросить",
}

_TELEGRAM = {
    "polling failed and is tried again": "забрать обновления не удалось, пробуем снова",
    "Telegram asks polling to wait": "Telegram просит подождать с обновлениями",
    "somebody else receives this bot's updates: stop the other instance, or remove the webhook": (
        "обновления этого бота получает кто-то другой: остановите вторую копию или уберите вебхук"
    ),
    "a group became a supergroup": "группа стала супергруппой",
    "Telegram asks to wait": "Telegram просит подождать",
    "an update without a number is left out": "обновление без номера пропущено",
    "a malformed update is left out": "обновление не по форме пропущено",
    "an update of an unknown kind is left out": "обновление неизвестного вида пропущено",
    "an update can't be taken now": "обновление сейчас не принять",
    "an update could not be taken": "обновление не удалось принять",
    "Telegram could not bring an update": "Telegram не смог доставить обновление",
    "somebody has changed the bot's webhook; it is set again": "кто-то сменил вебхук бота, он возвращён",
    "an update can't be taken now; Telegram brings it again": (
        "обновление сейчас не принять, Telegram доставит его ещё раз"
    ),
    "the menu of commands could not be set": "меню команд не удалось задать",
}

_VK = {
    "the community's long poll could not be looked at": "настройки Long Poll сообщества не удалось посмотреть",
    "VK may still bring events to an address where nobody takes them": (
        "ВКонтакте, возможно, ещё доставляет события туда, где их никто не берёт"
    ),
    "VK could not be told where to bring its events": "не удалось сказать ВКонтакте, куда доставлять события",
    "VK asks for a confirmation and does not tell the code": "ВКонтакте просит подтверждение и не говорит код",
    "an event of VK's is left out": "событие ВКонтакте пропущено",
    "an event can't be taken now; VK brings it again": "событие сейчас не принять, ВКонтакте доставит его ещё раз",
    "an event of VK's could not be taken": "событие ВКонтакте не удалось принять",
    "VK brings no events any more; it is asked again": "ВКонтакте больше не доставляет события, просим снова",
    "a call to VK failed and is made again": "запрос к ВКонтакте не удался, повторяем",
    "VK's long poll failed and is tried again": "Long Poll ВКонтакте не удался, пробуем снова",
    "what VK's long poll still holds can't be had": "остаток Long Poll ВКонтакте не получить",
    "how far VK's long poll has come could not be kept": "не удалось запомнить, докуда дошёл Long Poll ВКонтакте",
    "a picture that moves goes to VK as a photo of its first frame": (
        "движущаяся картинка уходит во ВКонтакте фотографией первого кадра"
    ),
    "an upload to VK is begun anew": "загрузка во ВКонтакте начата заново",
    "a post that can't be read is left out": "пост, который не прочесть, пропущен",
}

SENTENCES: Mapping[str, str] = MappingProxyType({**_CHAT, **_WORK, **_TELEGRAM, **_VK})
