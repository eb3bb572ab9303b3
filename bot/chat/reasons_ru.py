"""The bot's reasons in Russian, by their English (`bot.chat.reasons`): what may reach a chat or the console.

A test holds each line to a sentence that the code still says, and looks for errors that have no line here.
"""

from bot.chat.reasons import Reasons

_PUBLISHING = {
    "{place} has had {most} posts within 24 hours: the next must wait": (
        "в {place} за сутки уже вышло постов: {most}; следующий подождёт"
    ),
    "{platform} is switched off in the settings, but a slot publishes to {place}": (
        "{platform} в настройках выключена, а слот публикует в {place}"
    ),
    "{platform} is switched off in the settings": "{platform} в настройках выключена",
    "its number at {place} is not known: delete it there by hand": (
        "номер поста в {place} неизвестен: удалите его там вручную"
    ),
    "nothing is published until {until} UTC: end the pause first": (
        "до {until} UTC пауза: чтобы публиковать, сначала снимите её"
    ),
    "nothing is published in quiet hours: wait for their end, or set others": (
        "в тихие часы ничего не публикуется: дождитесь их конца или назначьте другие"
    ),
    "there is no place to publish to: add a slot, or set schedule.place": (
        "публиковать некуда: добавьте слот или задайте schedule.place"
    ),
    "{chat} is on a platform that is switched off in the settings": "площадка чата {chat} в настройках выключена",
    "nobody wrote down why": "почему — нигде не записано",
}

_VK = {
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

_TELEGRAM = {
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

_PICTURES = {
    "an animated picture can't go out with others: take it out of the album": (
        "движущаяся картинка не выйдет вместе с другими: уберите её из альбома"
    ),
    "there is no template {name}: /templates shows all": "шаблона {name} нет: все покажет /templates",
    "{name} has {boxes} boxes, not {texts}: leave some texts out": (
        "рамок у {name}: {boxes}, а текстов {texts}: уберите лишние"
    ),
    "a picture can be {least} to {most} pixels wide, not {width}": (
        "ширина картинки — от {least} до {most} пикселей, а не {width}"
    ),
    "a text of {length} characters is too long for a picture: {most} at most": (
        "текст длиной {length} символов для картинки велик: не больше {most}"
    ),
    "the fonts of {package} are missing: run pip install {name}": "нет шрифтов {package}: выполните pip install {name}",
    "Too many pictures are waited for.": "картинок ждут слишком многие",
    "No picture was painted within {seconds} s.": "картинка не нарисовалась за {seconds} с",
    "The painter is shutting down.": "художник завершает работу",
    "The painter can't be started: {error}.": "художник не запускается: {error}",
    "The painter died.": "художник неожиданно завершился",
    "{folder} has {what}: put one of {names} there": "{folder}: {what}; положите туда одну из {names}",
    "no picture": "нет картинки",
    "both {one} and {other}": "и {one}, и {other}",
    "{file} can't be read as a picture: put another one there": "{file} — не картинка: положите другую",
    "{file} has {frames} frames of {width} × {height} pixels: make it smaller than {most} frames, {millions} million "
    "pixels together": (
        "в {file} кадров: {frames}, по {width} × {height} пикселей; нужно меньше {most} кадров и {millions} млн "
        "пикселей вместе"
    ),
    "{file} has too many pixels: make it smaller than {millions} million": (
        "в {file} слишком много пикселей: нужно меньше {millions} млн"
    ),
    "{file} can't be read ({error}): put it back": "{file} не читается ({error}): верните его",
    "{file} can't be decoded ({error}): put another picture there": (
        "{file} не раскодировать ({error}): положите другую картинку"
    ),
    "{folder} can't be a template's name: use 1 to 32 of a–z, 0–9 and -": (
        "{folder} не годится как имя шаблона: нужно от 1 до 32 знаков из a–z, 0–9 и -"
    ),
    "{file} is larger than {size} kB: no template needs that": "{file} больше {size} кБ: столько шаблону не нужно",
    "{file} is missing: docs/pictures.md shows what it holds": (
        "нет {file}: что в нём должно быть, показано в docs/pictures.md"
    ),
    "{file} can't be read ({error}): check its rights": "{file} не читается ({error}): проверьте права на файл",
    "{file} can't be read as TOML ({error}): mend that line": "{file} — не TOML ({error}): исправьте эту строку",
    "{file}: boxes[{number}] ({name}) leaves the picture: `at` is its centre; move it or make `size` smaller": (
        "{file}: boxes[{number}] ({name}) выходит за край картинки: `at` — её центр; подвиньте её или уменьшите `size`"
    ),
    "words can't be read from pictures without tesseract: {how}": "без tesseract слов с картинок не прочесть: {how}",
    "tesseract knows neither Russian nor English here: {how}": (
        "tesseract здесь не знает ни русского, ни английского: {how}"
    ),
    "install it with `sudo apt install tesseract-ocr tesseract-ocr-rus` (macOS: brew install tesseract-lang)": (
        "поставьте его: `sudo apt install tesseract-ocr tesseract-ocr-rus` (macOS: brew install tesseract-lang)"
    ),
    "there are {most} templates already: remove one first": "шаблонов уже {most}: сначала уберите какой-нибудь",
    "there is no template of your own called {name}: there are {own}": "своего шаблона {name} нет, есть: {own}",
    "{name} can't be a template's name: use 1 to 32 of a–z, 0–9 and - between them": (
        "{name} не годится как имя шаблона: нужно от 1 до 32 знаков из a–z и 0–9, между ними можно -"
    ),
    "there is a template called {name} already: choose another name, or remove that one first": (
        "шаблон {name} уже есть: выберите другое имя или сначала уберите тот"
    ),
    "there is a template called {name} already: choose another name": "шаблон {name} уже есть: выберите другое имя",
    "the template has too many words: leave out some examples": "в шаблоне слишком много слов: уберите часть примеров",
    "{name} is no name of a wall's photo": "{name} — не имя фото со стены",
    "there are {most} pictures in {folder} already: remove some": "в {folder} уже картинок: {most}; уберите часть",
}

_WRITING = {
    "The writer is not running.": "нейросеть не запущена",
    "The writer is being started again.": "нейросеть запускается снова",
    "The writer died and is being started again.": "нейросеть неожиданно завершилась и запускается снова",
    "The writer is shutting down.": "нейросеть завершает работу",
    "The writer process can't be started: {error}.": "нейросеть не запускается: {error}",
    "Nothing was written within {seconds} s.": "за {seconds} с ничего не написано",
    "Too many people are waiting for texts.": "текстов ждут слишком многие",
    "More texts are waiting than can be written in that time. Try again a little later.": (
        "текстов ждут больше, чем можно написать за это время. Попробуйте чуть позже"
    ),
    "The live checkpoint has learned no captions for {template}. Train again.": (
        "рабочий чекпойнт не учился подписям для {template}. Нужно обучить заново"
    ),
    "The temperature and top_p must be ordinary numbers.": "температура и top_p должны быть обычными числами",
    "temperature must be a number from 0 to {most}": "температура — число от 0 до {most}",
    "{count} words are banned by the settings and in chat, the most is {most}: take some out of writing.banned_words": (
        "запрещённых слов в настройках и в чате {count}, а можно {most}: уберите часть из writing.banned_words"
    ),
    "the text holds the banned word {word}": "в тексте есть запрещённое слово {word}",
    "at most {most} words can be banned in chat: lift one first": (
        "в чате можно запретить не больше {most} слов: сначала разрешите какое-нибудь"
    ),
    "a banned word needs two letters at least": "в запрещённом слове должно быть хотя бы две буквы",
}

_CHECKPOINTS = {
    "{path}: {why}. {advice}": "{path}: {why}. {advice}",
    "{file}: {why}": "{file}: {why}",
    "Train a new one, or choose another checkpoint.": "Обучите новый или выберите другой чекпойнт",
    "Train one first.": "Сначала обучите его",
    "Choose the live checkpoint again.": "Выберите рабочий чекпойнт ещё раз",
    "Free space, or choose a folder that you may write.": "Освободите место или выберите папку, куда можно писать",
    "this is not a manifest": "это не манифест",
    "the checkpoint has format {version}, this program reads {known}": (
        "формат чекпойнта {version}, а эта программа читает {known}"
    ),
    "the manifest lacks entries or has strange ones": "в манифесте не хватает полей или есть лишние",
    "the manifest's {name} is {value}": "в манифесте {name} = {value}",
    "the manifest's templates are {value}": "в манифесте шаблоны — {value}",
    "the manifest names no vocabulary or no weights": "в манифесте не названы словарь или веса",
    "the manifest names a strange file, {name}": "в манифесте назван странный файл {name}",
    "the checkpoint has no {role}": "в чекпойнте нет {role}",
    "the file was cut short or altered": "файл обрезан или изменён",
    "the file is missing": "файла нет",
    "it can't be read: {error}": "не читается: {error}",
    "it can't be read": "не читается",
    "it is larger than {most} bytes": "файл больше {most} байт",
    "it is not readable JSON": "это не JSON, который можно прочесть",
    "it has {symbols} symbols, the manifest says {said}": "символов в нём {symbols}, а в манифесте {said}",
    "the weights can't be read": "веса не читаются",
    "the weights have other shapes than the manifest says": "размеры весов не те, что в манифесте",
    "{name} holds {kind} instead of float32 or float16": "в {name} числа {kind}, а не float32 или float16",
    "{name} holds values that are no numbers": "в {name} есть значения, которые не числа",
    "no checkpoint is live": "рабочего чекпойнта нет",
    "it names no run": "в нём не назван запуск",
    "the checkpoint can't be written: {why}": "чекпойнт не записать: {why}",
    "permission denied": "нет прав",
    "training can't go on from it": "с него не продолжить обучение",
    "it needs {bits} bits per character, and guessing takes {guess}": (
        "ему нужно {bits} бита на символ, а наугад хватает {guess}"
    ),
    "it needs {bits} bits per character, and in training it needed {recorded}": (
        "ему нужно {bits} бита на символ, а при обучении было нужно {recorded}"
    ),
    "{looping} of the {texts} texts that it wrote only repeat themselves": (
        "из {texts} текстов, которые он написал, {looping} только повторяют сами себя"
    ),
    "has learned from posts that were forgotten": "учился на постах, которые с тех пор забыты",
    "may have learned from posts that were forgotten": "мог учиться на постах, которые с тех пор забыты",
    "{run} {mark}: what it writes is shown to nobody": "{run} {mark}: то, что он пишет, никому не показывается",
    "this is being written just now": "это пишется прямо сейчас",
    "a run is compared with another one": "запуск сравнивают с другим запуском",
    "there is no run {run}": "запуска {run} нет",
    "there is no run {run}: `wallflower checkpoint list` shows those that there are": (
        "запуска {run} нет: какие есть, покажет `wallflower checkpoint list`"
    ),
    "there are no checkpoints yet: run `wallflower train` first": (
        "чекпойнтов ещё нет: сначала выполните `wallflower train`"
    ),
    "another run went live meanwhile": "тем временем рабочим стал другой запуск",
    "something is being measured already: wait for its end": "уже что-то измеряется: дождитесь конца",
}

_ERRANDS = {
    "{number} GB": "{number} ГБ",
    "{number} MB": "{number} МБ",
    "wallflower: {sentence}": "{sentence}",
    "it was ended": "это прервали",
    "nothing new to learn: {run} has learned these {posts} posts already": (
        "учить нечего: {run} уже обучен на этих постах ({posts})"
    ),
    "what came of it can't be read": "результат не прочесть",
    "it could not be begun: {error}": "это не запустить: {error}",
    "it could not be kept: {error}": "результат не сохранить: {error}",
    "it took longer than {seconds} s": "заняло больше {seconds} с",
    "exit code {code}": "код выхода {code}",
    "it broke: run `wallflower doctor` at the terminal": "он сломался: запустите `wallflower doctor` в терминале",
    "a training works already: wait for its end, or end it first": (
        "обучение уже идёт: дождитесь конца или прервите его"
    ),
    "another training works in this home: wait for its end, or stop it first": (
        "в этой папке уже идёт другое обучение: дождитесь конца или остановите его"
    ),
    "a neighbour of this community trains just now: begin when that has ended": (
        "сейчас обучается соседнее сообщество: начните, когда оно закончит"
    ),
    "no training works that was begun here": "обучение, начатое здесь, сейчас не идёт",
    "only {left} are left on the disk: free some, then train (`wallflower doctor` tells what)": (
        "на диске осталось {left}: освободите место, потом обучайте (что именно, подскажет `wallflower doctor`)"
    ),
    "the disk can't be looked after ({error}): check the home's rights": (
        "за диском не присмотреть ({error}): проверьте права на папку"
    ),
    "there is no corpus at {file}: make it with `wallflower corpus`": (
        "корпуса {file} нет: соберите его командой `wallflower corpus`"
    ),
    "there are no posts yet: run `wallflower scrape` or `wallflower import FILE` first": (
        "постов ещё нет: сначала выполните `wallflower scrape` или `wallflower import ФАЙЛ`"
    ),
    "none of {count} posts is left after cleaning: look at [corpus] in wallflower.toml": (
        "из {count} постов после чистки не осталось ни одного: проверьте [corpus] в wallflower.toml"
    ),
    "{posts} posts with {characters} characters in all are too little to learn from. At least {least_posts} posts and "
    "{least_characters} characters are needed: import or scrape more.": (
        "постов {posts}, символов в них {characters}: учиться на этом мало. Нужно хотя бы {least_posts} постов и "
        "{least_characters} символов: загрузите или прочитайте ещё"
    ),
    "the wall {wall} has no posts that can be read: check its address, and that it is public; nothing was changed": (
        "на стене {wall} не прочесть ни одного поста: проверьте её адрес и что она открыта; ничего не изменилось"
    ),
    "{gone} posts that were on {wall} before are not there now; nothing was forgotten. If they were really deleted, "
    "run `wallflower scrape --accept-deletions`": (
        "с {wall} пропали посты, которые были раньше ({gone}); ничего не забыто. Если их правда удалили, выполните "
        "`wallflower scrape --accept-deletions`"
    ),
    "no key may read the wall: put WALLFLOWER_VK_SERVICE_KEY=… (VK's service key) into .env": (
        "ни один ключ не может читать стену: впишите в .env WALLFLOWER_VK_SERVICE_KEY=… (сервисный ключ ВКонтакте)"
    ),
    "no wall is named: set group_id (or wall) under [vk] in wallflower.toml": (
        "стена не названа: задайте group_id (или wall) в [vk] в wallflower.toml"
    ),
    "{file} can't be written ({error}): check its rights": "{file} не записать ({error}): проверьте права на файл",
    "{file} is damaged: put it back from a copy. Without it the authors of stored posts can't be told any more": (
        "{file} повреждён: верните его из копии. Без него не узнать, чьи посты хранятся"
    ),
    "{folder} was replaced a moment ago: try again": "{folder} только что заменили: попробуйте ещё раз",
}

_DATABASE = {
    "the database does not answer, or its tables are another version's": (
        "база данных не отвечает, или таблицы в ней другой версии"
    ),
    "the database {url} can't be used ({error}): check database.url, the folder, its rights and the disk": (
        "база данных {url} недоступна ({error}): проверьте database.url, папку, права на неё и диск"
    ),
    "the database refused ({why}): check the disk, the folder's rights and database.url": (
        "база данных отказала ({why}): проверьте диск, права на папку и database.url"
    ),
    "{where}{why}: check the disk and the folder's rights, or name another --home": (
        "{where}{why}: проверьте диск и права на папку или назовите другую (--home)"
    ),
    "the database was made by an older version of Wallflower: make a copy of it (`wallflower backup`), then run "
    "`wallflower migrate`": (
        "базу данных сделала более старая версия Wallflower: сделайте копию (`wallflower backup`), потом выполните "
        "`wallflower migrate`"
    ),
    "the database says that it is at {revision}, but has no {missing}: a migration was left half-done. Restore a copy "
    "from before it": (
        "база данных говорит, что дошла до {revision}, но в ней нет {missing}: миграция прервалась на полпути. "
        "Восстановите копию, сделанную до неё"
    ),
    "this installation has no migrations: install Wallflower again": (
        "в этой установке нет миграций: установите Wallflower заново"
    ),
    "{whose} was made by a newer version of Wallflower (its revision is {revision}): install that version, or restore "
    "a copy from before": (
        "{whose}: сделано более новой версией Wallflower (ревизия {revision}). Установите её или восстановите "
        "прежнюю копию"
    ),
    "the database": "база данных",
    "the database holds tables ({names}, …) and no mark of the version that made them: a migration was left half-done, "
    "or it is another program's. Restore a copy from before, or name another database": (
        "в базе данных есть таблицы ({names}, …), но нет отметки, чьей они версии: миграция прервалась на полпути, "
        "или это база другой программы. Восстановите прежнюю копию или назовите другую базу"
    ),
    "the database could not be brought from {before} to {newest} ({error}): nothing was changed. If somebody has "
    "migrated half of it by hand, restore a copy from before": (
        "базу данных не удалось перевести с {before} на {newest} ({error}): ничего не изменилось. Если кто-то "
        "провёл половину миграции вручную, восстановите прежнюю копию"
    ),
    "database.url is no database address: write sqlite:///PATH or postgresql://…": (
        "database.url — не адрес базы данных: напишите sqlite:///ПУТЬ или postgresql://…"
    ),
    "database.url names {backend}: Wallflower knows sqlite and postgresql": (
        "в database.url названа {backend}: Wallflower знает sqlite и postgresql"
    ),
}

_SETTINGS = {
    "{section}.{name} is a secret and stands in {file}: move it to {secrets} as {variable}=…": (
        "{section}.{name} — секрет, а записан в {file}: перенесите его в {secrets}: {variable}=…"
    ),
    "{name} in {source} is no setting of Wallflower's: see `wallflower settings` for all of them": (
        "{name} в {source} — не настройка Wallflower: все покажет `wallflower settings`"
    ),
    "{name} in {source}: places are set as [[places]] in {file} only": (
        "{name} в {source}: площадки задаются только как [[places]] в {file}"
    ),
    "[{section}] in {file} must be a section, not a value": "[{section}] в {file} — раздел, а не значение",
    "{file} can't be read ({error}): check its rights and that it is UTF-8 text": (
        "{file} не читается ({error}): проверьте права на файл и что это текст в UTF-8"
    ),
}

_WHAT_IS_GONE = {
    "there is no draft {id}": "черновика {id} нет",
    "there is no publication {id}": "публикации {id} нет",
    "there is no slot {id}": "слота {id} нет",
    "there is no reply {id}": "ответа {id} нет",
    "message {id} in {chat} is not there any more": "сообщения {id} в {chat} уже нет",
    "there is no reply {id} in {chat}": "ответа {id} в {chat} нет",
    "there is a key named {name} already: revoke it first, or choose another name": (
        "ключ {name} уже есть: сначала отзовите его или выберите другое имя"
    ),
    "the file holds no posts: nothing was imported": "в файле нет постов: ничего не загружено",
    "a reason has 1 to {most} characters": "в причине от 1 до {most} символов",
    "the new text is empty": "новый текст пуст",
    "the new text is longer than {most} characters": "новый текст длиннее {most} символов",
    "draft {id} is a picture: its boxes are edited one by one": (
        "черновик {id} — картинка: подписи в ней меняют по одной"
    ),
    "draft {id} has no box {number}": "у черновика {id} нет рамки {number}",
    "draft {id} has no picture {number} that it could do without": (
        "картинки {number}, без которой черновик {id} обошёлся бы, нет"
    ),
    "no word would be left on the picture": "на картинке не осталось бы ни слова",
}

TABLE = {
    **_PUBLISHING, **_VK, **_TELEGRAM, **_PICTURES, **_WRITING, **_CHECKPOINTS, **_ERRANDS, **_DATABASE, **_SETTINGS,
    **_WHAT_IS_GONE,
}  # fmt: skip

in_russian = Reasons(TABLE)
