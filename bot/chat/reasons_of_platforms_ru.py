"""Why VK and Telegram did not do what the bot asked of them, in Russian, by its English (`bot.chat.reasons`)."""

VK = {
    "VK refused {method} (error {code}): {advice}": "ВКонтакте отказал ({method}, ошибка {code}): {advice}",
    "{message}; check vk.wall and that everybody may read that wall": (
        "{message}; проверьте vk.wall и что эту стену могут читать все"
    ),
    "{refusal}; check that {place} is open for posting and that the {kind} key's owner may post": (
        "{refusal}; проверьте, что в {place} можно публиковать и что это может владелец ключа vk.{kind}_key"
    ),
    "the {kind} key (vk.{kind}_key)": "ключ vk.{kind}_key",
    "{key} is wrong, has expired or was withdrawn. Make a new one and put it into the settings": (
        "{key} неверен, устарел или отозван. Сделайте новый и впишите его в настройки"
    ),
    "{key} may not do this{may}": "{key} такого не может{may}",
    "; it needs the right {right}": "; нужно право {right}",
    ". Use {able}": ". Нужен {able}",
    "{key} is of a kind that may not do this. Set {able} with the right {right}": (
        "{key} не того вида, такого он не может. Нужен {able} с правом {right}"
    ),
    "a service key or a user key": "сервисный ключ или ключ пользователя",
    "a user key or a community key": "ключ пользователя или ключ сообщества",
    "a user key": "ключ пользователя",
    "a community key": "ключ сообщества",
    "another key": "другой ключ",
    "messages (and the community's messages must be switched on)": (
        "messages (и сообщения сообщества должны быть включены)"
    ),
    "that it needs": "на это",
    "for it": "на это",
    "{key} lacks the right {right}. Make one that has it": (
        "{key} не имеет права {right}. Сделайте ключ, у которого оно есть"
    ),
    "the application of {key} is switched off or in test mode. Switch it on at dev.vk.com": (
        "приложение, которому выдан {key}, выключено или в тестовом режиме. Включите его на dev.vk.com"
    ),
    "it wants to see a person. Log in at vk.com as the owner of {key}, do what the page asks for, then start again": (
        "он хочет увидеть человека. Войдите на vk.com как тот, кому выдан {key}, сделайте, о чём просит страница, "
        "и запустите бота снова"
    ),
    "the server at vk.api_url does not know this call. Set vk.api_url to https://api.vk.ru": (
        "сервер из vk.api_url не знает такого метода. Задайте vk.api_url: https://api.vk.ru"
    ),
    "VK got too many calls a second at {method}; try again in a moment": (
        "ВКонтакте получил слишком много запросов в секунду ({method}); скоро можно будет повторить"
    ),
    "VK calls this a flood ({method}, error 9): pause for a quarter of an hour": (
        "ВКонтакте считает это флудом ({method}, ошибка 9): нужно четверть часа переждать"
    ),
    "Today's calls of {method} are used up (error 29): go on in some hours": (
        "На сегодня запросы {method} исчерпаны (ошибка 29): продолжать можно через несколько часов"
    ),
    "VK wants fewer calls (HTTP 429 at {method}); try again in a moment": (
        "ВКонтакте просит обращаться реже (HTTP 429, {method}); скоро можно будет повторить"
    ),
    "VK finds this call of {method} too long (HTTP {status})": (
        "для ВКонтакте этот запрос {method} слишком длинный (HTTP {status})"
    ),
    "vk.api_url does not answer like VK's API (HTTP {status} at {method}): check that setting": (
        "сервер из vk.api_url отвечает не как API ВКонтакте (HTTP {status}, {method}): проверьте эту настройку"
    ),
    "The certificate of VK's server is not trusted here: check this machine's clock, certificates and proxy": (
        "сертификату сервера ВКонтакте здесь не доверяют: проверьте часы, сертификаты и прокси этой машины"
    ),
    "VK can't be reached: check the network and vk.api_url. Nothing was sent": (
        "ВКонтакте недоступен: проверьте сеть и vk.api_url. Ничего не отправлено"
    ),
    "VK gave no good answer to {method}: {why}. Try again later": (
        "ВКонтакте толком не ответил на {method}: {why}. Попробуйте позже"
    ),
    "VK's answer to {method} was lost, it may have taken effect: {why}. Look before you try again": (
        "ответ ВКонтакте на {method} потерялся, но запрос мог сработать: {why}. Прежде чем повторять, посмотрите"
    ),
    "it can't be understood: {error}": "ответ не разобрать ({error})",
    "it did not come in time": "ответ не пришёл вовремя",
    "VK reported trouble of its own (error {code})": "ВКонтакте сообщил о своей неполадке (ошибка {code})",
    "the server failed (HTTP {status})": "на сервере сбой (HTTP {status})",
    "the connection broke ({kind})": "связь прервалась ({kind})",
    "A post on VK has 1 to {most} characters, this one has {length}": (
        "пост ВКонтакте — от 1 до {most} символов, а в этом их {length}"
    ),
    "No key may read {place}: look there yourself, or set a service key": (
        "ни один ключ не может читать {place}: посмотрите там сами или задайте сервисный ключ"
    ),
    "A post with a picture stands on {place} that may be this one: look there yourself": (
        "в {place} есть пост с картинкой, похожий на этот: посмотрите там сами"
    ),
    "Some posts of {place} can't be read: look there yourself": (
        "часть постов {place} не читается: посмотрите там сами"
    ),
    "{place} has more than {count} new posts: look there yourself": (
        "в {place} новых постов больше {count}: посмотрите там сами"
    ),
    "The post may still appear on {place}; look again in {left_s} s": (
        "пост ещё может появиться в {place}; проверить стоит через {left_s} с"
    ),
    "No key may delete posts on VK: delete it at {place} by hand, or set a user key": (
        "ни один ключ не может удалять посты: удалите его в {place} вручную или задайте ключ пользователя"
    ),
    "No key may post to VK: set a community key or a user key with the right wall": (
        "ни один ключ не может публиковать: задайте ключ сообщества или пользователя с правом wall"
    ),
    "There is no wall called {name} on VK: name it as in its address, for example public1": (
        "стены {name} ВКонтакте нет: назовите её как в адресе, например public1"
    ),
    "A picture could not be uploaded to VK ({why}); try again later": (
        "картинка не загрузилась во ВКонтакте ({why}); попробуйте позже"
    ),
    "it took too long": "слишком долго",
    "the upload server reported an error": "сервер загрузки сообщил об ошибке",
    "VK takes this file for no picture": "ВКонтакте не считает этот файл картинкой",
    "VK finds a picture of {count} bytes too large": "для ВКонтакте картинка слишком велика (байт: {count})",
    "VK takes pictures as JPEG, PNG or GIF and not as {format}: have it painted as one": (
        "ВКонтакте берёт картинки в JPEG, PNG или GIF, а не в {format}: нарисуйте её в одном из них"
    ),
    "VK takes pictures of at most {most} bytes, and this one has {count}": (
        "ВКонтакте берёт картинки не больше {most} байт, а в этой их {count}"
    ),
    "VK takes no picture of {width} × {height}: both sides together have at most {most} pixels, and none is more than "
    "{ratio} times the other": (
        "ВКонтакте не берёт картинки {width} × {height}: вместе стороны — не больше {most} пикселей, и ни одна не "
        "длиннее другой больше чем в {ratio} раз"
    ),
    "VK shows at most {most} buttons in {rows} rows under a message": (
        "под сообщением ВКонтакте помещается не больше {most} кнопок в {rows} ряда"
    ),
    "VK gave no photo ({why}): try again in a moment": "ВКонтакте не отдал фото ({why}): скоро можно будет повторить",
    "that is no photo of VK's": "это фото не из ВКонтакте",
    "posts at {place}": "для постов в {place}",
    "VK takes at most {most} pictures in a post, and these are {count}": (
        "во ВКонтакте в посте не больше {most} картинок, а этих {count}"
    ),
    "The address of VK's API can't be used: set vk.api_url to something like https://api.vk.ru": (
        "адрес API ВКонтакте не годится: задайте vk.api_url, например https://api.vk.ru"
    ),
    "The community key may not set up long poll: {where}": "ключу сообщества нельзя настраивать Long Poll: {where}",
    "VK gives no long poll for community {group}: {where}": "ВКонтакте не даёт Long Poll сообщества {group}: {where}",
    "{error}. Or {where}": "{error}. Либо: {where}",
    "open the community, Manage → API usage → Long Poll API, switch it on with version {version} and tick the event "
    "types “Message received” and “Message event” (button presses); or give the community key the right manage": (
        "откройте сообщество, Управление → Работа с API → Long Poll API, включите его с версией {version} и отметьте "
        "типы событий «Входящее сообщение» и «Действие с сообщением» (нажатия кнопок); либо дайте ключу сообщества "
        "право manage"
    ),
    "open the community, Manage → API usage → Callback API, add a server with the address and the secret key that "
    "`wallflower hooks` shows, write the string that the page wants to be answered into vk.callback_code, start anew, "
    "press Confirm, choose version {version} and tick the event types “Message received” and “Message event” "
    "(button presses); or give the community key the right manage": (
        "откройте сообщество, Управление → Работа с API → Callback API, добавьте сервер с адресом и секретным ключом, "
        "которые покажет `wallflower hooks`, впишите строку, которую страница просит вернуть, в vk.callback_code, "
        "перезапустите бота, нажмите «Подтвердить», выберите версию {version} и отметьте типы событий «Входящее "
        "сообщение» и «Действие с сообщением» (нажатия кнопок); либо дайте ключу сообщества право manage"
    ),
    "two homes use the same VK key with different vk.requests_per_s ({one} and {other}): VK counts by key, so set the "
    "same in both": (
        "у двух сообществ один ключ ВКонтакте и разные vk.requests_per_s ({one} и {other}): ВКонтакте считает по "
        "ключам, задайте одинаковые"
    ),
}

TELEGRAM = {
    "Telegram refused {what}: {description}": "Telegram отказал ({what}): {description}",
    "Telegram refused {what}: it is too large": "Telegram отказал ({what}): слишком велико",
    "Telegram takes {what} only after {wait_s} seconds": "Telegram просит подождать {wait_s} с ({what})",
    "Telegram can't be reached for {what} ({error}): check the network and telegram.api_url": (
        "Telegram недоступен ({what}; {error}): проверьте сеть и telegram.api_url"
    ),
    "Telegram refuses the bot's token: get a valid one from @BotFather and set it": (
        "Telegram не принимает токен бота: возьмите действующий у @BotFather и впишите его"
    ),
    "Telegram knows neither this bot nor this address: check the Telegram token and telegram.api_url": (
        "Telegram не знает ни такого бота, ни такого адреса: проверьте токен и telegram.api_url"
    ),
    "Telegram's answer to {what} was lost": "ответ Telegram потерялся ({what})",
    "Telegram's answer to {what} was lost: look whether it is there before sending it again": (
        "ответ Telegram потерялся ({what}): прежде чем отправлять снова, посмотрите, не дошло ли"
    ),
    "Telegram does not let the bot in with {what} ({description}): check the place's name and make the bot an "
    "administrator there who may post": (
        "Telegram не пускает туда бота ({what}; {description}): проверьте название площадки и сделайте бота "
        "администратором с правом публиковать"
    ),
    "the post for {place}": "пост для {place}",
    "the deletion of the post in {place}": "удаление поста в {place}",
    "the message to {chat}": "сообщение в {chat}",
    "the question for the chat {chat}": "вопрос о чате {chat}",
    "the question who the bot is": "вопрос, что это за бот",
    "the question for a webhook": "вопрос о вебхуке",
    "a photo": "фото",
    "{number} of {count} parts of {what} arrived: look there, then send the rest": (
        "дошло частей: {number} из {count} ({what}); посмотрите там и отправьте остальное"
    ),
    "a Telegram post {picture}has {least} to {most} UTF-16 units and this text has {length}: edit it": (
        "в Telegram пост{picture} — от {least} до {most} знаков UTF-16, а в этом их {length}: сократите его"
    ),
    "with a picture ": " с картинкой",
    "the text holds characters that can't be sent (NUL or half a surrogate pair): edit it": (
        "в тексте есть символы, которые не отправить (NUL или половина суррогатной пары): исправьте его"
    ),
    "a bot can't read what stands in {place}: look there whether the post arrived": (
        "бот не видит, что есть в {place}: посмотрите там, вышел ли пост"
    ),
    "a message without text can't be sent to Telegram: write something": (
        "в Telegram нельзя отправить сообщение без текста: напишите что-нибудь"
    ),
    "the Telegram token has not the form NUMBER:LETTERS that @BotFather gives: copy it whole, without spaces": (
        "токен Telegram не похож на ЧИСЛО:БУКВЫ от @BotFather: скопируйте его целиком, без пробелов"
    ),
    "{url} is no address of a Bot API: write for example https://api.telegram.org": (
        "{url} — не адрес Bot API: напишите, например, https://api.telegram.org"
    ),
    "Telegram's server does not tell the time ({kind})": "сервер Telegram не говорит, который час ({kind})",
    "somebody else receives this bot's updates: stop the `wallflower run` or the other program that does": (
        "обновления этого бота получает кто-то другой: остановите другой `wallflower run` или другую программу"
    ),
    "that is no photo of Telegram's": "это фото не из Telegram",
    "Telegram gave no photo in time: try again in a moment": (
        "Telegram не успел отдать фото: скоро можно будет повторить"
    ),
    "Telegram gave no photo ({why}): try again in a moment": (
        "Telegram не отдал фото ({why}): скоро можно будет повторить"
    ),
    "Telegram gave no photo (HTTP {status}): try again in a moment": (
        "Telegram не отдал фото (HTTP {status}): скоро можно будет повторить"
    ),
    "the photo is not there any more: send it again": "этого фото уже нет: пришлите его снова",
    "Telegram does not say where the photo is: send it again": (
        "Telegram не говорит, где это фото: пришлите его снова"
    ),
    "Telegram takes pictures of at most {most} bytes, and this one has {count}": (
        "Telegram берёт картинки не больше {most} байт, а в этой их {count}"
    ),
    "Telegram takes at most {most} pictures in an album, and these are {count}": (
        "в Telegram в альбоме не больше {most} картинок, а этих {count}"
    ),
    "Telegram takes no animated pictures into an album: send them one by one": (
        "движущиеся картинки Telegram в альбом не берёт: отправляйте их по одной"
    ),
    "Telegram speaks of {count} messages for an album of {pictures}: look there": (
        "Telegram говорит о {count} сообщениях для альбома из {pictures}: посмотрите там"
    ),
    "Telegram plays animated pictures only as GIF: have it painted as one": (
        "движущиеся картинки Telegram показывает только в GIF: нарисуйте её так"
    ),
    "Telegram takes no picture of {width} × {height}: both sides together have at most {most} pixels, and none is "
    "more than {ratio} times the other": (
        "Telegram не берёт картинки {width} × {height}: вместе стороны — не больше {most} пикселей, и ни одна не "
        "длиннее другой больше чем в {ratio} раз"
    ),
    "too many messages wait for Telegram's chat {chat} already: try again in a minute": (
        "чату {chat} в Telegram и так ждёт отправки слишком много: попробуйте через минуту"
    ),
    "Telegram takes no webhook at web.public_url ({error}): it wants https on port 443, 80, 88 or 8443. Mend that, or "
    "set webhook = false under [telegram]": (
        "Telegram не берёт вебхук по web.public_url ({error}): ему нужен https на порту 443, 80, 88 или 8443. "
        "Исправьте адрес или задайте webhook = false в [telegram]"
    ),
    "there it is “{status}” without the right to post": "там он «{status}», без права публиковать",
}
