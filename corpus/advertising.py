"""Advertising that a wall carries between its posts, told by what Russian law and the trade write into it.

Cautious on purpose: a joke about advertising is a joke. Either the post names itself advertising in the forms that the
law asks for, or it shows two signs together, one of which leads out of the post (a link, a phone number, a price cut).
"""

import re

from corpus.links import holds_link

_CASE = re.IGNORECASE

_NAMES_ITSELF = [
    re.compile(pattern, _CASE | re.MULTILINE)
    for pattern in (
        r"\berid\s{0,3}[:=]\s{0,3}[A-Za-z0-9]{6,}",  # the number that every advertisement online must carry since 2022
        r"\bна\s+правах\s+рекламы\b",
        r"(?<!\w)#(?:реклама|рекламный_?пост|партн[её]рский_?(?:пост|материал)|ad|advert|sponsored)(?![\w-])",
        r"\bрекламодатель\s{0,3}:",
        r"\bреклама[.:,]?\s{1,3}(?:ООО|ИП|АО|ПАО|ОАО|ЗАО)\s{1,3}[«\"“„]?\w",
        r"^\W{0,5}(?:партн[её]рск|спонсорск|рекламн)\w{2,3}\s{1,3}(?:материал|пост|публикация|запись)\W{0,5}$",
        r"^\W{0,5}(?:sponsored\s{1,3}post|paid\s{1,3}partnership)\W{0,5}$",
    )
]
_COMPANY = re.compile(r"\b(?:ООО|ИП|АО|ПАО|ОАО|ЗАО)\b")
_TAX_NUMBER = re.compile(r"\bИНН\s{0,3}[:№]?\s{0,3}\d{10}(?:\d\d)?\b", _CASE)
_PROMO_CODE = re.compile(r"\bпромо-?код\w{0,3}\b|\bpromo\s?code\b", _CASE)
_PRICE_CUT = re.compile(
    r"\bскидк\w{1,3}\b.{0,40}?\d{1,3}\s?(?:%|₽|руб)|\d{1,3}\s?(?:%|₽|руб\w{0,3})\s?скидк", _CASE | re.DOTALL
)
_CALL_TO_GO = re.compile(
    r"\b(?:подпис(?:ывай|аться|ыва)\w{0,4}|подпишись|подпишитесь|вступай\w{0,2}|переход[ия]\w{0,4}|жми(?:те)?|заказ(?:ывай|ать)\w{0,2}|"
    r"закажи(?:те)?|регистрируй\w{0,4}|покупай(?:те)?)\b[^.!?\n]{0,40}?"
    r"\b(?:ссылк\w{1,2}|групп[уы]|канал\w{0,2}|сообществ\w{1,2}|паблик\w{0,2}|бот\w{0,2}|сайт\w{0,2})\b",
    _CASE,
)
_PHONE = re.compile(r"(?<!\d)(?:\+7|8)[\s(-]{0,2}\d{3}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)")
_TRADE = re.compile(r"\b(?:скидк|доставк|заказ|прайс|продаж|прода[её]м|стоимост|цены\s+от|записывай)\w{0,4}", _CASE)


def is_advertising(text: str) -> bool:
    """Whether `text`, as the wall had it (links and all), is an advertisement."""
    if any(pattern.search(text) for pattern in _NAMES_ITSELF):
        return True
    if _TAX_NUMBER.search(text) and _COMPANY.search(text):
        return True
    if _PROMO_CODE.search(text) and (holds_link(text) or _PRICE_CUT.search(text)):
        return True
    if _CALL_TO_GO.search(text) and holds_link(text):
        return True
    return _PHONE.search(text) is not None and _TRADE.search(text) is not None
