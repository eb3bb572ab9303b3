"""The bot's reasons in Russian, by their English (`bot.chat.reasons`): what may reach a chat or the console.

A test holds each line to a sentence that the code still says, and looks for errors that have no line here. What is said
of calls to VK and Telegram is in `reasons_of_platforms_ru`.
"""

from bot.chat.reasons import Reasons
from bot.chat.reasons_of_platforms_ru import TELEGRAM, VK

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
    **_PUBLISHING, **VK, **TELEGRAM, **_PICTURES, **_WRITING, **_CHECKPOINTS, **_ERRANDS, **_DATABASE, **_SETTINGS,
    **_WHAT_IS_GONE,
}  # fmt: skip

in_russian = Reasons(TABLE)
