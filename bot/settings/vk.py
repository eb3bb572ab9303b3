"""`[vk]` of wallflower.toml."""

from typing import Annotated

from pydantic import Field, SecretStr

from bot.settings.section import Section


class VkSettings(Section):
    """VK: where its API is, whose wall is read, which keys there are."""

    enabled: bool = Field(False, description="whether the bot runs on VK")
    api_url: str = Field("https://api.vk.ru/", description="address of the VK API", pattern="^https?://")
    group_id: Annotated[int, Field(ge=0)] = Field(0, description="number of the community, without a minus")
    wall: str = Field("", description="wall to read: -123, public123 or a short name; empty: the community's own")
    service_key: SecretStr = Field(SecretStr(""), description="secret: service key, reads the wall")
    community_key: SecretStr = Field(
        SecretStr(""), description="secret: community key, chats and (where it works) posts"
    )
    user_key: SecretStr = Field(
        SecretStr(""), description="secret: an administrator's key, posts where the other can't"
    )
    requests_per_s: Annotated[float, Field(gt=0, le=20)] = Field(
        3, description="requests a second with the service and the user key"
    )
    timeout_s: Annotated[float, Field(gt=0, le=45)] = Field(30, description="longest wait for an answer, seconds")
    callback: bool = Field(
        False, description="whether VK brings events to web.public_url (Callback API) instead of the bot fetching them"
    )
    callback_code: Annotated[str, Field(pattern="^[A-Za-z0-9]{0,64}$")] = Field(
        "", description="what VK's page wants to be answered, where the community key lacks the right manage"
    )
