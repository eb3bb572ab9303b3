"""A draft with a picture goes out once: painted, put where its post can refer to it, kept, posted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.caption import Caption
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.member import Platform
from bot.domain.picture import Picture
from bot.domain.place import Place
from bot.domain.post_form import PostForm, PostForms
from bot.domain.publication import Publication, PublicationState
from bot.errors import IllegalMove, NoKeyMay, Refused, Retryable, Unsure
from bot.flow.publish import Publish
from bot.flow.sending import LEASE
from bot.ports import WrittenText
from bot.storage.database import Database
from tests.flow.fakes import ListChannel, PlainPainter
from tests.flow.test_publish import BY, CATCH_UP, MODERATOR, WALL, Bench

CHANNEL = Place(Platform.TELEGRAM, "@channel")
DRAKE = Caption("drake", ("текст руками", "картинка"))


@dataclass
class Gallery:
    """A bench with one channel for both platforms, drafts with pictures, and forms of posts."""

    database: Database
    channel: ListChannel
    forms: PostForms = field(default_factory=PostForms)
    painter: PlainPainter = field(default_factory=PlainPainter)

    def __post_init__(self) -> None:
        self.bench = Bench(self.database, self.channel)
        self.publish = Publish(
            self.bench.occurrences, self.bench.publications, self.bench.silence,
            {Platform.VK: self.channel, Platform.TELEGRAM: self.channel}, self.bench.clock,
            slots=self.bench.slots, queue=self.bench.queue, painter=self.painter, catch_up=CATCH_UP, forms=self.forms,
        )  # fmt: skip

    async def approved(self, caption: Caption = DRAKE) -> Draft:
        written = WrittenText(caption.text, True, "run", 1)
        queue, now = self.bench.queue, self.bench.clock.now()
        draft = await queue.add(written, "", 0.8, now, captions=[caption])
        return await queue.decide(Decision(draft.id, Verdict.APPROVE, MODERATOR, now))

    async def sent(self, place: Place = WALL, caption: Caption = DRAKE) -> tuple[Draft, Publication]:
        """A picture that is published at once, and what came of the first try."""
        draft = await self.approved(caption)
        await self.bench.publications.at_once(draft.id, [place], self.bench.clock.now(), approvals=1)
        await self.publish.tick()
        return await self.bench.queue.get(draft.id), await self.publication()

    async def publication(self) -> Publication:
        return (await self.bench.publications.newest())[0]


async def test_on_vk_a_picture_is_put_there_and_kept_before_its_post(database: Database) -> None:
    on = Gallery(database, ListChannel(keeps_pictures=True))
    draft, publication = await on.sent()
    assert (draft.state, publication.state) == (DraftState.PUBLISHED, PublicationState.PUBLISHED)
    assert (publication.attachment, on.channel.pictures) == ("photo-1_1", ["photo-1_1"])
    assert [picture.data for picture in on.channel.attached] == [DRAKE.to_json().encode()]


async def test_on_telegram_a_picture_travels_with_its_post(database: Database) -> None:
    on = Gallery(database, ListChannel())
    _, publication = await on.sent(CHANNEL)
    assert publication.attachment == ""
    [pictures] = on.channel.pictures
    [picture] = list(pictures)
    assert isinstance(picture, Picture)
    assert picture.data == DRAKE.to_json().encode()


async def test_the_words_are_in_the_picture_and_the_text_is_what_the_place_adds(database: Database) -> None:
    forms = PostForms({CHANNEL: PostForm(header="Мем дня", hashtags=("#мем",), max_chars=20)})
    on = Gallery(database, ListChannel(), forms)
    await on.sent(CHANNEL, Caption("drake", ("а" * 100, "б" * 100)))
    await on.sent(WALL)
    assert on.channel.published == ["Мем дня\n\n#мем", ""]


async def test_what_a_place_adds_may_be_too_long_for_a_caption(database: Database) -> None:
    """Beside a picture Telegram takes 1,024, alone four times as many."""
    on = Gallery(database, ListChannel(), PostForms({CHANNEL: PostForm(footer="я" * 1025)}))
    draft, publication = await on.sent(CHANNEL)
    assert draft.state is DraftState.REJECTED
    assert publication.state is PublicationState.REFUSED
    assert publication.problem == "the post would have 1025 characters, telegram:@channel takes 1024 beside a picture"


async def test_a_template_that_is_gone_by_then_fails_its_draft_and_says_so(database: Database) -> None:
    on = Gallery(database, ListChannel(keeps_pictures=True), painter=PlainPainter(gone={"drake"}))
    draft, publication = await on.sent()
    assert (draft.state, publication.state) == (DraftState.REJECTED, PublicationState.REFUSED)
    assert publication.problem == "there is no template drake"
    assert (on.channel.attached, on.channel.published) == ([], [])


async def test_a_second_try_posts_the_picture_of_the_first(database: Database) -> None:
    """Nothing is uploaded or drawn again, also where the template is gone meanwhile."""
    on = Gallery(database, ListChannel([Retryable("busy")], keeps_pictures=True))
    _, publication = await on.sent()
    assert (publication.state, publication.attachment) == (PublicationState.DUE, "photo-1_1")
    on.painter.gone.add("drake")
    on.bench.clock.forward(minutes=1)
    await on.publish.tick()
    assert (await on.publication()).state is PublicationState.PUBLISHED
    assert (len(on.channel.attached), on.channel.pictures) == (1, ["photo-1_1"])


async def test_a_row_that_another_draft_gets_has_no_picture_of_the_first(database: Database) -> None:
    on = Gallery(database, ListChannel([Refused("not this one")], keeps_pictures=True))
    await on.bench.at_slot_time()
    first, second = await on.approved(), await on.approved(Caption("drake", ("another", "words")))
    await on.publish.tick()
    assert await on.bench.state(first) is DraftState.REJECTED
    assert await on.bench.state(second) is DraftState.PUBLISHED
    assert on.channel.pictures == ["photo-1_2"]


async def test_a_lost_post_is_found_by_its_picture_and_not_posted_twice(database: Database) -> None:
    on = Gallery(database, ListChannel([(Unsure("lost"), True)], keeps_pictures=True))
    draft, publication = await on.sent()
    assert (draft.state, publication.remote_id) == (DraftState.PUBLISHED, "1")
    assert on.channel.pictures == ["photo-1_1"]


async def test_a_lost_post_that_is_not_there_goes_out_with_the_same_picture(database: Database) -> None:
    on = Gallery(database, ListChannel([Unsure("lost")], keeps_pictures=True))
    await on.sent()
    on.bench.clock.forward(minutes=1)
    await on.publish.tick()
    assert (on.channel.pictures, len(on.channel.attached)) == (["photo-1_1"], 1)


async def test_on_telegram_a_lost_picture_is_a_persons_to_look_for(database: Database) -> None:
    on = Gallery(database, ListChannel([(Unsure("lost"), True)], can_look=False))
    draft, publication = await on.sent(CHANNEL)
    assert (draft.state, publication.state) == (DraftState.UNSURE, PublicationState.UNSURE)
    await on.publish.resolve(publication.id, is_there=False, by=BY)
    assert (await on.publication()).attachment is None
    await on.publish.tick()
    assert (await on.publication()).state is PublicationState.PUBLISHED


@dataclass
class DyingChannel(ListChannel):
    """A channel during whose upload the process is killed; only once."""

    dies: bool = True

    async def attach(self, place: Place, pictures: Sequence[Picture]) -> str | None:
        if self.dies:
            self.dies = False
            raise KeyboardInterrupt
        return await super().attach(place, pictures)


@pytest.mark.parametrize("place", [WALL, CHANNEL], ids=str)
async def test_a_sender_that_died_before_its_picture_was_kept_surely_posted_nothing(
    database: Database, place: Place
) -> None:
    """So it is sent again by itself, also on Telegram, where nobody can look."""
    channel = DyingChannel(keeps_pictures=place == WALL, can_look=place == WALL)
    on = Gallery(database, channel)
    with pytest.raises(KeyboardInterrupt):
        await on.sent(place)
    assert (await on.publication()).state is PublicationState.SENDING
    on.bench.clock.forward(seconds=LEASE.total_seconds() + 1)
    await on.publish.tick()
    on.bench.clock.forward(minutes=1)
    await on.publish.tick()
    assert (await on.publication()).state is PublicationState.PUBLISHED
    assert len(channel.published) == 1


@dataclass
class SlowGallery(ListChannel):
    """A channel whose upload takes so long that another process takes the publication over."""

    other: Gallery | None = None

    async def attach(self, place: Place, pictures: Sequence[Picture]) -> str | None:
        attachment = await super().attach(place, pictures)
        other, self.other = self.other, None
        if other is not None:
            other.bench.clock.instant += LEASE + timedelta(seconds=1)
            await other.publish.tick()
            other.bench.clock.forward(minutes=1)
            await other.publish.tick()
        return attachment


async def test_a_sender_whose_upload_outlasted_its_lease_does_not_post(database: Database) -> None:
    channel = SlowGallery(keeps_pictures=True)
    on = Gallery(database, channel)
    channel.other = Gallery(database, channel)
    channel.other.bench.clock.instant = on.bench.clock.now()
    draft, publication = await on.sent()
    assert (draft.state, publication.state) == (DraftState.PUBLISHED, PublicationState.PUBLISHED)
    assert channel.pictures == ["photo-1_2"]  # the other's


async def test_the_lease_begins_anew_when_a_picture_is_kept(database: Database) -> None:
    on = Gallery(database, ListChannel())
    draft = await on.approved()
    publications, now = on.bench.publications, on.bench.clock.now()
    await publications.at_once(draft.id, [WALL], now, approvals=1)
    claimed = await publications.claim(now, now + LEASE, lambda place, draft: "")
    assert claimed is not None
    kept = await publications.attached(claimed[0], "photo-1_1", now + 2 * LEASE)
    assert (kept.attachment, kept.lease_until) == ("photo-1_1", now + 2 * LEASE)
    with pytest.raises(IllegalMove, match="taken over"):
        await publications.attached(claimed[0], "photo-1_2", now + 3 * LEASE)


async def test_a_picture_that_no_key_may_post_is_handed_over_and_not_guessed_at(database: Database) -> None:
    """The person uploads a picture of their own, and what stands beside it stands beside others too."""
    on = Gallery(database, ListChannel([NoKeyMay("no key")], keeps_pictures=True))
    _, publication = await on.sent()
    assert publication.state is PublicationState.HANDED_OVER
    on.channel.published.append("")
    on.channel.pictures.append(())
    on.bench.clock.forward(minutes=10)
    await on.publish.tick()
    assert (await on.publication()).state is PublicationState.HANDED_OVER
    await on.publish.resolve(publication.id, is_there=True, by=BY)
    (remnant,) = await on.publish.take_down(publication.draft_id or 0)
    assert "by hand" in remnant.problem
    assert on.channel.taken_down == []


async def test_a_picture_of_which_a_person_said_that_it_is_there_is_taken_down_by_its_name(
    database: Database,
) -> None:
    channel = ListChannel([(Unsure("lost"), True)], can_look=False, keeps_pictures=True)
    on = Gallery(database, channel)
    draft, publication = await on.sent()
    await on.publish.resolve(publication.id, is_there=True, by=BY)
    channel.can_look = True
    assert await on.publish.take_down(draft.id) == []
    assert channel.taken_down == [(WALL, "1")]


ALBUM = (DRAKE, Caption("sign", ("слова",)))


async def an_album(on: Gallery, place: Place) -> tuple[Draft, Publication]:
    """Two pictures that are published at once, and what came of the first try."""
    queue, now = on.bench.queue, on.bench.clock.now()
    draft = await queue.add(WrittenText("", True, "run", 1), "", 0.8, now, captions=ALBUM)
    await queue.decide(Decision(draft.id, Verdict.APPROVE, MODERATOR, now))
    await on.bench.publications.at_once(draft.id, [place], now, approvals=1)
    await on.publish.tick()
    return await queue.get(draft.id), await on.publication()


async def test_an_album_goes_out_once_with_all_its_pictures(database: Database) -> None:
    on = Gallery(database, ListChannel(keeps_pictures=True))
    draft, publication = await an_album(on, WALL)
    assert (draft.state, publication.attachment) == (DraftState.PUBLISHED, "photo-1_1,photo-1_2")
    assert on.channel.pictures == ["photo-1_1,photo-1_2"]
    assert [picture.data for picture in on.channel.attached] == [one.to_json().encode() for one in ALBUM]
    on = Gallery(database, ListChannel())
    await an_album(on, CHANNEL)
    (pictures,) = on.channel.pictures
    assert len(pictures) == 2


async def test_a_second_try_of_an_album_posts_the_pictures_of_the_first(database: Database) -> None:
    on = Gallery(database, ListChannel([Retryable("busy")], keeps_pictures=True))
    await an_album(on, WALL)
    on.bench.clock.forward(minutes=1)
    await on.publish.tick()
    assert (len(on.channel.attached), on.channel.pictures) == (2, ["photo-1_1,photo-1_2"])


async def test_a_lost_album_is_found_by_its_pictures_or_a_persons_to_look_for(database: Database) -> None:
    on = Gallery(database, ListChannel([(Unsure("lost"), True)], keeps_pictures=True))
    draft, publication = await an_album(on, WALL)
    assert (draft.state, publication.remote_id) == (DraftState.PUBLISHED, "1")
    on = Gallery(database, ListChannel([(Unsure("lost"), True)], can_look=False))
    draft, publication = await an_album(on, CHANNEL)
    assert (draft.state, publication.state) == (DraftState.UNSURE, PublicationState.UNSURE)


async def test_an_album_of_which_one_picture_moves_by_now_is_refused_everywhere(database: Database) -> None:
    """Its template was given another picture since."""
    on = Gallery(database, ListChannel(keeps_pictures=True), painter=PlainPainter(moving={"sign"}))
    draft, publication = await an_album(on, WALL)
    assert (draft.state, publication.state) == (DraftState.REJECTED, PublicationState.REFUSED)
    assert on.channel.attached == []
