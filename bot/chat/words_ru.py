"""Russian."""

from bot.chat.words import Forms, Words
from bot.domain.draft import DraftState
from bot.domain.member import Role


def choose_form(number: int, forms: Forms) -> str:
    """1 секунду, 2 секунды, 5 секунд; 11–14 go with 5, whatever their last digit."""
    last, last_two = number % 10, number % 100
    if last == 1 and last_two != 11:
        return forms.one
    if 2 <= last <= 4 and not 12 <= last_two <= 14:
        return forms.few
    return forms.many


RUSSIAN = Words(
    code="ru",
    name="русский",
    choose_form=choose_form,
    seconds=Forms("секунду", "секунды", "секунд"),
    minutes=Forms("минуту", "минуты", "минут"),
    hours=Forms("час", "часа", "часов"),
    days=Forms("день", "дня", "дней"),
    drafts=Forms("черновик", "черновика", "черновиков"),
    characters=Forms("знак", "знака", "знаков"),
    weekdays=("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    every_day="каждый день",
    states={
        DraftState.PENDING: "ждёт решения",
        DraftState.APPROVED: "одобрен",
        DraftState.REJECTED: "отклонён",
        DraftState.PUBLISHING: "публикуется",
        DraftState.PUBLISHED: "опубликован",
        DraftState.UNSURE: "неизвестно, вышел ли",
        DraftState.EXPIRED: "устарел",
        DraftState.TAKEN_DOWN: "снят с публикации",
    },
    roles={
        Role.BANNED: "ни для кого",
        Role.MEMBER: "участников",
        Role.MODERATOR: "модераторов",
        Role.ADMIN: "админов",
        Role.OWNER: "владельцев",
    },
    role_names={
        Role.BANNED: "забанен",
        Role.MEMBER: "участник",
        Role.MODERATOR: "модератор",
        Role.ADMIN: "админ",
        Role.OWNER: "владелец",
    },
    start=(
        "Привет! Я читаю стену этого сообщества и учусь писать так же.\n"
        "Напишите /meme (или /мем), и я что-нибудь сочиню. Что ещё умею, покажет /help."
    ),
    help_title="Что я умею для вас:",
    unknown_command="Команды /{name} я не знаю. Что я умею, покажет /help.",
    hint="Я понимаю команды: попробуйте /meme, а все они в /help.",
    needs_role="/{name} только для {roles}. Что можно вам, покажет /help.",
    trouble="У меня что-то сломалось, это уже записано. Попробуйте, пожалуйста, чуть позже.",
    meme_wait="Не так быстро! Следующий через {wait}.",
    meme_too_long="Это слишком длинное начало: не больше чем {limit}. Например: /meme В понедельник",
    meme_nothing="Ничего не пришло в голову. Попробуйте ещё раз.",
    writer_busy="У меня сейчас очередь. Попробуйте, пожалуйста, через {wait}.",
    writer_absent="Я ещё не научился писать. Загляните, пожалуйста, чуть позже.",
    writer_absent_why="Писать пока не могу: {problem}",
    writer_refuses="С таких слов начать не получается. Попробуйте другие или просто /meme",
    language_now="Здесь я говорю по-русски. Сменить: /language en (English).",
    language_set="Теперь здесь я говорю по-русски.",
    help_start="кто я",
    help_help="что я умею",
    help_meme="свежий мем; /meme В понедельник начнёт с этих слов",
    help_language="ru или en: язык в этом чате",
    help_queue="черновики, которые ждут; /queue 5 напишет ещё пять (админы)",
    help_cancel="не ждать от вас нового текста",
    help_schedule="когда выходят посты; /schedule add 19:30, /schedule remove 3",
    help_stats="как идут дела",
    help_pause="ничего не публиковать: /pause 8ч или /pause до команды /resume",
    help_resume="снова публиковать",
    help_temperature="насколько смелые черновики: от 0.1 (смирные) до 2 (безумные)",
    help_role="кому что можно: /role @имя модератор или в ответ на сообщение /role модератор; /role я участник",
    help_roles="у кого какая роль и кто забанен",
    help_ban="больше этому человеку не отвечать: /ban 12345",
    help_unban="забаненный снова участник",
    help_audit="кто что сделал последним",
    card_title="Черновик {id} · температура {temperature} · {checkpoint}",
    card_cut="… и ещё {rest}, которые здесь не помещаются",
    card_edited="✏️ Текст правит {who}",
    card_pending="Ждёт решения",
    card_approved="✅ Одобряет {who}, ждёт своего часа",
    card_rejected="❌ Отклоняет {who}",
    card_replaced="🔄 {who} просит другой",
    card_refused="❌ Площадка не принимает этот текст, он не выйдет",
    card_publishing="📤 Публикуется",
    card_published="📣 Опубликован: {place}",
    card_unsure="⚠️ Неизвестно, вышел ли он: админу надо посмотреть",
    card_expired="⌛ Устарел: решения так и не дождался",
    card_taken_down="🗑 С публикации снимает {who}",
    card_moved="Черновик {id}: его карточка ниже ↓",
    measured_score="Оценка {score}",
    measured_known="знакомых слов {share} %",
    measured_copied="дословно {run} из {all}",
    measured_looped="повторы: {share} %",
    measured_cut="обрезан по длине",
    button_approve="✅ Одобрить",
    button_reject="❌ Отклонить",
    button_edit="✏️ Исправить",
    button_another="🔄 Другой",
    unsure_question=(
        "⚠️ Не знаю, вышел ли черновик {id} в {place}: {problem}\n"
        "Посмотрите, пожалуйста, и скажите мне (админы):\n\n{text}"
    ),
    unsure_was_there="{place}: пост на месте, считаем опубликованным.",
    unsure_sent_again="{place}: поста там не было. Черновик снова одобрен и выйдет ещё раз.",
    button_there="Пост на месте",
    button_again="Его нет: отправить снова",
    checkpoint_refused="⚠️ С чекпойнтом {run} писать нельзя ({why}). Продолжаю с {kept}.",
    operator_needed="⚠️ В {place} ничего не выйдет, пока кто-нибудь этим не займётся: {problem}",
    somewhere="сообщество",
    somebody="кто-то",
    notice_approved="Одобрено: ждёт своего часа",
    notice_rejected="Отклонено",
    notice_replaced="Вот другой",
    notice_replaced_by_none="Отклонено; сеть только повторяется, другого пока нет",
    notice_edit="Пришлите новый текст",
    notice_decided="По черновику {id} решено: {state} ({who})",
    notice_decided_by_you="По черновику {id} вы уже решили: {state}",
    notice_no_draft="Такого черновика нет",
    notice_no_publication="Такой публикации нет",
    notice_settled="С этим уже разобрались до вас",
    notice_there="Хорошо: считаем опубликованным",
    notice_again="Отправлю ещё раз",
    notice_needs_role="Эта кнопка только для {roles}",
    notice_unknown_button="Такой кнопки я не знаю. Что ждёт решения, покажет /queue",
    notice_busy="Очередь: попробуйте через {wait}",
    notice_absent="Писать пока нечем: сеть не обучена, спросите админа",
    notice_trouble="У меня что-то сломалось, попробуйте ещё раз",
    edit_question="Пришлите новый текст черновика {id} следующим сообщением. /cancel оставит всё как есть.",
    edit_done="У черновика {id} новый текст, он ждёт решения.",
    edit_unpublishable="Такой текст не опубликовать: нужно от 1 до {limit}. Пришлите другой или /cancel.",
    edit_too_late="Поздно: по черновику {id} уже решено ({state}). Его текст остаётся.",
    edit_dropped="Хорошо, текст остаётся как есть.",
    edit_none="Отменять нечего.",
    queue_counts="Ждут решения: {pending}; одобрены и ждут своего часа: {approved}.",
    queue_oldest="Самый старый ждёт уже {age}.",
    queue_elsewhere="Черновики показываю только модераторам: спросите меня в личном чате или в чате модераторов.",
    queue_written="Написано: {drafts}. Ждут решения.",
    queue_written_none="Сеть только повторила то, что уже было. Поможет /temperature побольше.",
    queue_usage="/queue покажет, что ждёт, /queue 5 напишет ещё пять (от 1 до {most}).",
    schedule_title="Посты выходят:",
    schedule_empty="Расписания пока нет. Например: /schedule add 19:30 пн-пт",
    schedule_row="{id}. {at} {weekdays}, {zone} → {place}",
    schedule_next="   следующий: {moment}",
    schedule_added="Слот {id} добавлен.",
    schedule_same="Такой слот уже есть: {id}.",
    schedule_removed="Слота {id} больше нет.",
    schedule_absent="Слота {id} нет. Все слоты покажет /schedule.",
    schedule_no_time="Сначала нужно время. Например: /schedule add 19:30 пн-пт",
    schedule_no_place="Куда? Назовите место: /schedule add 19:30 vk:-123 или telegram:@channel",
    schedule_unreadable="Не понимаю «{word}»: это не день недели, не часовой пояс и не место.",
    schedule_usage=(
        "/schedule покажет слоты.\n"
        "/schedule add 19:30 пн-пт Europe/Moscow vk:-123: новый слот (дни, пояс и место можно не писать).\n"
        "/schedule remove 3 уберёт слот."
    ),
    stats=(
        "Прочитано постов: {posts}\n"
        "Черновики: ждут {pending}, одобрено {approved}, отклонено {rejected}\n"
        "Решений: {decided}, из них одобрено: {share} %\n"
        "Опубликовано: {published}, под вопросом: {unsure}, пропущено: {skipped}"
    ),
    paused_until="⏸ До {moment} ({zone}) ничего не выходит. Слоты за это время пропускаются. Закончить: /resume",
    paused_open="⏸ Ничего не выходит, пока не будет /resume. Слоты за это время пропускаются.",
    pause_ended="▶️ Посты снова выходят.",
    pause_not_on="Паузы нет: посты выходят.",
    pause_usage="На сколько? /pause 8ч, /pause 30м, /pause 2д (не больше года); просто /pause действует до /resume.",
    temperature_now="Сейчас температура {value}. Сменить: /temperature 0.8 (от 0.1, смирно, до 2, безумно).",
    temperature_set="Теперь пишу при температуре {value}.",
    temperature_usage="Температура: число от 0.1 до 2. Например: /temperature 0.8",
    language_usage="Я говорю по-русски и по-английски: /language ru или /language en",
    role_usage=(
        "Кому и какую роль? /role 12345 модератор или в ответ на сообщение: /role модератор.\n"
        "Роли: владелец, админ, модератор, участник, забанен. Так же и /ban, /unban; свою роль можно сложить: "
        "/role я участник."
    ),
    role_nobody="Не знаю, кто такой «{name}». Ответьте на его сообщение или назовите номер: /role 12345 модератор",
    role_given="{person}: теперь {role} (было: {before}).",
    role_same="{person}: и так {role}.",
    role_by_settings="{person}: владелец по настройкам, изменить это можно только в wallflower.toml.",
    role_of_oneself="Себя нельзя ни повысить, ни забанить. Свою роль можно только сложить: /role я участник",
    role_too_high="{person}: роль «{role}». Чтобы её сменить, нужна роль «{needed}».",
    role_above_own="Чтобы дать роль «{role}», нужна роль «{needed}».",
    unban_needless="{person}: не забанен.",
    roles_title="У кого есть роль:",
    roles_row="{person}: {role}",
    roles_none="Ролей ни у кого нет: все участники.",
    audit_title="Последние записи журнала:",
    audit_empty="Журнал пока пуст.",
    shown_elsewhere="Это я показываю только в личном чате или в чате модераторов.",
)
