"""/privacy, /mydata, /forgetme, /rememberme for everybody; /forget PERSON for admins."""

from bot.chat.action import Action, Verb
from bot.chat.answer import Answer, Reach, Request
from bot.chat.person import read_person
from bot.domain.forgotten import Forgotten
from bot.domain.message import Button, Message
from bot.flow.authors import shown

# How much of what was typed is said back.
_QUOTED = 40


async def privacy(request: Request, reach: Reach) -> Answer:
    """What is stored, for how long, and how to be forgotten."""
    return request.reply(request.words.privacy)


async def my_data(request: Request, reach: Reach) -> Answer:
    """What is stored of the person; nobody else is to read that."""
    words = request.words
    if not request.is_private:
        return request.reply(words.my_data_elsewhere)
    stored = await reach.forget.stored(request.sender)
    lines = [words.my_data_title.format(person=request.sender)]
    if stored.opted_out_at is not None:
        lines.append(words.my_data_opted_out.format(day=f"{stored.opted_out_at:%d.%m.%Y}"))
    if stored.first_post is not None and stored.last_post is not None:
        span = words.my_data_span.format(first=f"{stored.first_post:%d.%m.%Y}", last=f"{stored.last_post:%d.%m.%Y}")
    else:
        span = ""
    lines.append(words.my_data_posts.format(count=stored.posts, span=span))
    lines.append(words.my_data_traces.format(count=stored.traces))
    if stored.deeds or stored.role is not None:
        lines.append(words.my_data_deeds.format(count=stored.deeds))
    lines.append(words.my_data_more)
    return request.reply("\n".join(lines))


async def forget_me(request: Request, reach: Reach) -> Answer:
    """Ask once more: it can't be taken back. The button is the person's own."""
    words = request.words
    button = Button(words.button_forget_me, str(Action(Verb.FORGET_ME, request.sender.number)))
    question = Message(
        words.forget_me_question,
        buttons=((button,),),
        reply_to=None if request.is_private else request.message_id,
    )
    return Answer(messages=(question,))


async def forget_me_surely(request: Request, reach: Reach, number: int) -> Answer:
    """Forget whoever presses, if the question was put to them."""
    words = request.words
    if number != request.sender.number:
        return Answer(notice=words.notice_anothers_button)
    forgotten = await reach.forget.oneself(request.sender)
    reach.acquaintances.forget(request.sender)
    text = words.forget_me_done.format(posts=forgotten.posts) if forgotten.is_news else words.forget_me_already
    if forgotten.published:
        text = f"{text} {words.forget_me_published.format(count=len(forgotten.published))}"
    done = request.reply(text)
    return Answer(notice=words.notice_you_are_forgotten, messages=done.messages, redrawn=forgotten.drafts)


async def remember_me(request: Request, reach: Reach) -> Answer:
    """Agree again; nobody else can for the person."""
    agreed = await reach.forget.remember(request.sender)
    return request.reply(request.words.remember_me_done if agreed else request.words.remember_me_needless)


async def forget(request: Request, reach: Reach) -> Answer:
    """Forget somebody who asked an admin."""
    words = request.words
    if not request.arguments and request.reply_author is None:
        return request.reply(words.forget_usage)
    person = read_person(request.arguments, request, reach.acquaintances)
    if person is None:
        return request.reply(words.role_nobody.format(name=request.arguments[:_QUOTED]))
    forgotten = await reach.forget.person(person, request.signed(reach))
    reach.acquaintances.forget(person)
    return _told(request, forgotten, str(person))


async def forget_author(request: Request, reach: Reach, author_hash: str) -> Answer:
    """Forget whoever wrote the posts that are stored with this hash: the console's way, where a post shows no name."""
    forgotten = await reach.forget.hashed(author_hash, request.signed(reach))
    return _told(request, forgotten, shown(author_hash))


def _told(request: Request, forgotten: Forgotten, who: str) -> Answer:
    words = request.words
    if not forgotten.is_news:
        return request.reply(words.forget_already.format(person=who))
    text = words.forget_done.format(person=who, posts=forgotten.posts, drafts=len(forgotten.drafts))
    if forgotten.published:
        listed = ", ".join(map(str, forgotten.published))
        text = f"{text} {words.forget_published.format(drafts=listed)}"
    done = request.reply(text)
    return Answer(messages=done.messages, redrawn=forgotten.drafts)
