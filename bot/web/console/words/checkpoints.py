"""Words of the pages about checkpoints."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.checkpoint_run import Better


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointWords:
    """One language. `better` says how the first of two figures is beside the second; `figures` are their names."""

    title: str
    lead: str
    none: str
    run: str
    live: str
    before: str
    made: str
    bits: str
    bits_note: str
    captions_bits: str
    network: str
    network_of: str
    symbols: str
    corpus: str
    corpus_of: str
    read: str
    read_of: str
    took: str
    minutes: str
    started_from: str
    templates: str
    marked: str
    unreadable: str
    to_all: str
    use: str
    use_note: str
    use_confirm: str
    used: str
    used_was: str
    unusable: str
    roll_back: str
    roll_back_note: str
    curve: str
    curve_note: str
    no_curve: str
    learning: str
    held_out: str
    steps: str
    step: str
    in_numbers: str
    ladder: str
    ladder_written: str
    ladder_measured: str
    no_ladder: str
    climb_live: str
    climb_other: str
    climb_note: str
    climbed: str
    climb_begun: str
    climb_refused: str
    writer_busy: str
    at_temperature: str
    known_words: str
    copies: str
    loops: str
    training: str
    training_none: str
    training_works: str
    training_begins: str
    training_judged: str
    training_unfinished: str
    since: str
    done: str
    left: str
    elsewhere: str
    train: str
    train_on: str
    train_note: str
    train_begun: str
    train_refused: str
    end_training: str
    end_confirm: str
    ended: str
    end_refused: str
    said: str
    compare: str
    compare_note: str
    first: str
    second: str
    do_compare: str
    compare_again: str
    compared_at: str
    compare_same: str
    comparing: str
    errand_busy: str
    errand_failed: str
    errand_evaluates: str
    compared_title: str
    figure: str
    noise: str
    verdict: str
    ground: str
    too_few: str
    better: Mapping[Better, str]
    figures: Mapping[str, str]
    reload: str


RU = CheckpointWords(
    title="Чекпойнты",
    lead="Каждое обучение оставляет чекпойнт. Бот пишет тем, который в работе.",
    none="Чекпойнтов ещё нет: начните обучение.",
    run="Обучение",
    live="в работе",
    before="был в работе до него",
    made="Когда",
    bits="Бит на символ",
    bits_note="Насколько сеть удивляют посты, которых она не видела. Меньше — лучше.",
    captions_bits="Бит на символ подписей",
    network="Сеть",
    network_of="{layers}×{hidden}",
    symbols="Символов в словаре",
    corpus="Корпус",
    corpus_of="Постов: {posts}, символов: {characters}",
    read="Прочитано",
    read_of="Проходов по корпусу: {epochs}, шагов: {steps}",
    took="Заняло",
    minutes="{n} мин",
    started_from="Начал с",
    templates="Шаблонов выучено",
    marked="Учился на постах, которые с тех пор забыты, или мог учиться. Переобучите сеть.",
    unreadable="Не читается: {problem}",
    to_all="Все чекпойнты",
    use="Взять в работу",
    use_note="Бот начнёт писать этим чекпойнтом сразу, без перезапуска. Вернуться можно в любой момент.",
    use_confirm="Взять {run} в работу?",
    used="Теперь в работе {run}.",
    used_was="Теперь в работе {run}; до этого был {before}.",
    unusable="Этот чекпойнт не взять в работу: {problem}",
    roll_back="Вернуть {run}",
    roll_back_note="Он был в работе до нынешнего.",
    curve="Как учился",
    curve_note="Бит на символ по шагам: меньше — лучше. Когда вторая линия перестаёт опускаться, учить дальше незачем.",
    no_curve="Кривой нет: её ведут только новые обучения.",
    learning="на чём учится",
    held_out="на отложенных постах",
    steps="шаги",
    step="Шаг",
    in_numbers="То же числами",
    ladder="Что пишет при разной температуре",
    ladder_written="Написано {made}, через те же проверки, что и черновики.",
    ladder_measured=(
        "Из оценки {made}: всё подряд, без проверок. Знакомые слова, копии и повторы — доли от всех текстов оценки."
    ),
    no_ladder="Примеров ещё нет.",
    climb_live="Написать примеры",
    climb_other="Измерить и написать",
    climb_note="Это займёт пару минут; боту мешать не будет.",
    climbed="Примеры написаны.",
    climb_begun="Измеряем. Примеры появятся здесь через пару минут.",
    climb_refused="Сейчас не получится: {problem}",
    writer_busy="Сеть сейчас занята другими. Попробуйте через минуту.",
    at_temperature="Температура {t}",
    known_words="знакомых слов {share}",
    copies="копий {share}",
    loops="повторов {share}",
    training="Обучение",
    training_none="Сейчас ничего не учится.",
    training_works="Идёт обучение {run}.",
    training_begins="Обучение начинается: готовится корпус, выбирается размер сети.",
    training_judged="Обучение {run} закончено, его сравнивают с тем, что в работе.",
    training_unfinished="Обучение {run} прервано. Новое продолжит его с того же места.",
    since="Началось",
    done="Готово",
    left="Осталось около {minutes} мин",
    elsewhere="Его начали не здесь, а командой wallflower train: закончить можно там же.",
    train="Начать обучение",
    train_on="Продолжить обучение",
    train_note=(
        "Столько минут, сколько указано в настройках, с низким приоритетом. Если новый чекпойнт не хуже, бот перейдёт "
        "на него сам."
    ),
    train_begun="Обучение началось.",
    train_refused="Обучение не началось: одно уже идёт — здесь или у соседнего сообщества.",
    end_training="Прервать",
    end_confirm="Прервать обучение? Сохранённое не пропадёт, его можно будет продолжить.",
    ended="Обучение прервано. Его можно продолжить.",
    end_refused="Здесь нечего прерывать.",
    said="Что говорило последнее обучение",
    compare="Сравнить два",
    compare_note="На постах, которых не видел ни один. Займёт около минуты.",
    first="Первый",
    second="Второй",
    do_compare="Сравнить",
    compare_again="Сравнить заново",
    compared_at="Сравнение сделано {at}.",
    compare_same="Сравнивать нужно два разных чекпойнта.",
    comparing="Сравниваем: оба читают и пишут. Обычно хватает минуты.",
    errand_busy="Что-то уже измеряется. Дождитесь конца и попробуйте снова.",
    errand_failed="Не получилось: {problem}",
    errand_evaluates="Измеряется {run}.",
    compared_title="{first} и {second}",
    figure="Показатель",
    noise="Шум до",
    verdict="Первый",
    ground="Биты — на {posts} постах, на которых не учился ни один.",
    too_few="Общих отложенных постов всего {posts}: сравнивать биты не по чему.",
    better=MappingProxyType({Better.BETTER: "лучше", Better.AS_GOOD: "не хуже", Better.WORSE: "хуже"}),
    figures=MappingProxyType({"bits per character": "Бит на символ", "copies": "Копии", "loops": "Повторы"}),
    reload="Обновить",
)

EN = CheckpointWords(
    title="Checkpoints",
    lead="Each training leaves a checkpoint. The bot writes with the live one.",
    none="There are no checkpoints yet: start a training.",
    run="Run",
    live="live",
    before="live before it",
    made="Made",
    bits="Bits per character",
    bits_note="How surprised the network is by posts it has not seen. Less is better.",
    captions_bits="Bits per character of captions",
    network="Network",
    network_of="{layers}×{hidden}",
    symbols="Symbols it knows",
    corpus="Corpus",
    corpus_of="{posts} posts, {characters} characters",
    read="Read",
    read_of="{epochs} times through the corpus, {steps} steps",
    took="Took",
    minutes="{n} min",
    started_from="Began with",
    templates="Templates learned",
    marked="It has learned, or may have, from posts that were forgotten since. Train anew.",
    unreadable="It can't be read: {problem}",
    to_all="All checkpoints",
    use="Make it live",
    use_note="The bot writes with this checkpoint from now on, without a restart. You can go back at any time.",
    use_confirm="Make {run} live?",
    used="{run} is live now.",
    used_was="{run} is live now; it was {before}.",
    unusable="This checkpoint can't be made live: {problem}",
    roll_back="Back to {run}",
    roll_back_note="It was live before the present one.",
    curve="How it learned",
    curve_note=(
        "Bits per character by step: less is better. "
        "Once the second line falls no more, further training gains nothing."
    ),
    no_curve="There is no curve: only newer trainings keep one.",
    learning="what it learns from",
    held_out="held-out posts",
    steps="steps",
    step="Step",
    in_numbers="The same in numbers",
    ladder="What it writes at each temperature",
    ladder_written="Written {made}, behind the same guards as drafts.",
    ladder_measured=(
        "From the evaluation of {made}: whatever came, without guards. Shares are of all texts of the evaluation."
    ),
    no_ladder="There are no examples yet.",
    climb_live="Write examples",
    climb_other="Measure and write",
    climb_note="This takes a few minutes and does not disturb the bot.",
    climbed="The examples are written.",
    climb_begun="It is being measured. The examples will be here in a few minutes.",
    climb_refused="Not just now: {problem}",
    writer_busy="The network is busy with others. Try again in a minute.",
    at_temperature="Temperature {t}",
    known_words="{share} known words",
    copies="{share} copies",
    loops="{share} loops",
    training="Training",
    training_none="Nothing is being trained.",
    training_works="The training {run} is under way.",
    training_begins="A training begins: the corpus is made, the network's size is chosen.",
    training_judged="The training {run} has ended, and is held against the live one.",
    training_unfinished="The training {run} was interrupted. A new one goes on with it.",
    since="Began",
    done="Done",
    left="About {minutes} min left",
    elsewhere="It was begun by the command wallflower train: that is where it can be ended.",
    train="Start a training",
    train_on="Go on with the training",
    train_note=(
        "For as many minutes as the settings say, at low priority. If the new checkpoint is no worse, the bot goes "
        "over to it by itself."
    ),
    train_begun="The training has begun.",
    train_refused="No training was begun: one works already, here or for a neighbouring community.",
    end_training="Interrupt",
    end_confirm="Interrupt the training? What it has saved is kept and can be gone on with.",
    ended="The training was interrupted. It can be gone on with.",
    end_refused="There is nothing here to interrupt.",
    said="What the last training said",
    compare="Compare two",
    compare_note="On posts that neither has seen. Takes about a minute.",
    first="First",
    second="Second",
    do_compare="Compare",
    compare_again="Compare again",
    compared_at="They were compared on {at}.",
    compare_same="Choose two different checkpoints.",
    comparing="They are being compared: both read and write. A minute is usually enough.",
    errand_busy="Something is being measured already. Wait for its end and try again.",
    errand_failed="It came to nothing: {problem}",
    errand_evaluates="{run} is being measured.",
    compared_title="{first} and {second}",
    figure="Figure",
    noise="Noise up to",
    verdict="The first is",
    ground="Bits on {posts} posts that neither has learned from.",
    too_few="Only {posts} posts were held out from both: too few to compare bits.",
    better=MappingProxyType({Better.BETTER: "better", Better.AS_GOOD: "as good", Better.WORSE: "worse"}),
    figures=MappingProxyType({"bits per character": "Bits per character", "copies": "Copies", "loops": "Loops"}),
    reload="Reload",
)

CHECKPOINTS: Mapping[str, CheckpointWords] = MappingProxyType({"ru": RU, "en": EN})
