"""Rules on telephone numbers, mail addresses and amounts of money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pressgen.check.text import LintText
from pressgen.content.settings.places import place
from pressgen.errors import Problem
from pressgen.model import Person
from pressgen.settings import Contact, PersonSettings, Settings

PHONE = re.compile(r"(?<![\w+])\+\s?\d[\d\s\u00a0()./–-]{5,22}\d(?!\w)")
# Fewest and most digits, with the country code. For other countries the most is the limit of E.164.
_LENGTHS = {"998": (12, 12), "7": (11, 11), "1": (11, 11), "44": (11, 12), "65": (10, 10)}
_INTERNATIONAL = (8, 15)
_MISTYPED_MAIL = re.compile(
    r"(?<![\w@./+-])[\w.+-]{1,64}(?:\s@\s?|@\s)[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@./+-])[\w.+-]{1,64}\s?[(\[](?:at|собака|эт)[)\]]\s?[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@./+-])[\w.+-]{2,64}@[\w-]+,(?:com|org|net|uz|ru|edu|gov)\b"
    r"|(?<![\w@./+-])[\w.+-]{2,64}@[\w-]+\.(?:con|cmo|ogr|og|comm)\b"
    r"|(?<![\w@./+-])[\w.+-]{2,64}@@[\w.-]+|(?<![\w@./+-])[\w.+-]{2,64}@[\w-]*\.\.[\w.-]+"
)
_UNIT = (
    r"(?:dollars?|euros?|pounds?|rubles?|roubles?|soums?|USD|EUR|RUB|UZS|GBP|доллар\w*|евро|рубл\w*|руб\.?|сум(?:ов|а)?|"
    r"soʻm|so'm|so‘m|сўм)"
)
_DIGIT = re.compile(r"\d")
_OF_MAIL = re.compile(r"[@(\[]")
_AMOUNT = r"\d[\d.,\u00a0\u202f ]{0,24}\d|\d"
_MONEY = re.compile(rf"(?P<sign>[$€£₽])\s?(?P<a>{_AMOUNT})|(?<![\w.,])(?P<b>{_AMOUNT})\s?(?P<unit>{_UNIT})(?!\w)", re.I)
_SIGNED_TWICE = re.compile(
    rf"(?P<sign>[$€£₽])\s?(?:{_AMOUNT})(?:\s(?:million|billion|млн|млрд))?\s?{_UNIT}(?!\w)", re.I
)
_GROUPED = re.compile(r"\d{1,3}(?:([.,\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,3})?|0[.,]\d+")


def check(text: LintText) -> Iterator[Problem]:
    """The findings of these rules in one text and in the contacts of its front matter."""
    matter = text.document.matter
    for contact in matter.contacts:
        if isinstance(contact, Person):
            yield from _phone(contact.phone, text.file, text.key_line("contacts"))
            yield from _mail(contact.email, text.file, text.key_line("contacts"))
    for number, line in text.prose:
        # Each is looked for only where a character that it has shows that it may be there.
        for match in PHONE.finditer(line) if "+" in line else ():
            yield from _phone_length(match[0], match[0], text.file, number)
        for match in _MISTYPED_MAIL.finditer(line) if _OF_MAIL.search(line) else ():
            yield Problem.at("mail-format", text.file, number, mail=match[0])
        if _DIGIT.search(line):
            yield from _money(text, number, line)


def check_settings(settings: Settings) -> Iterator[Problem]:
    """The findings of these rules in the contacts of the settings."""
    groups: tuple[tuple[str, Mapping[str, Contact | PersonSettings]], ...] = (
        ("contacts", settings.contacts),
        ("people", settings.people),
    )
    for group, people in groups:
        for key, person in people.items():
            yield from _phone(person.phone, place(group, key, "phone"), 0)
            yield from _mail(person.email, place(group, key, "email"), 0)


def _phone_length(number: str, text: str, file: str, line: int) -> Iterator[Problem]:
    """A finding if a number in international form has too few or too many digits."""
    digits = re.sub(r"\D", "", number)
    code = next((code for code in sorted(_LENGTHS, key=len, reverse=True) if digits.startswith(code)), "")
    least, most = _LENGTHS.get(code, _INTERNATIONAL)
    if not least <= len(digits) <= most:
        expected = str(least) if least == most else f"{least}–{most}"
        key = "phone-format" if code else "phone-format/length"
        yield Problem.at(key, file, line, number=text, digits=len(digits), code=code, wanted=expected)


def _phone(phone: str, file: str, line: int) -> Iterator[Problem]:
    if phone and not phone.strip().startswith("+"):
        yield Problem.at("phone-format/country", file, line, number=phone)
    elif phone:
        number = re.split(r"(?i)\b(?:ext|доб|ichki)|,|;", phone)[0]
        yield from _phone_length(number, phone, file, line)


def _mail(mail: str, file: str, line: int) -> Iterator[Problem]:
    if mail and not re.fullmatch(r"[^\s@]+@[^\s@.,]+(?:\.[^\s@.,]+)+", mail):
        yield Problem.at("mail-format", file, line, mail=mail)


def _money(text: LintText, number: int, line: str) -> Iterator[Problem]:
    for match in _SIGNED_TWICE.finditer(line):
        yield Problem.at("money-format/twice", text.file, number, amount=match[0])
    for match in _MONEY.finditer(line):
        if not _GROUPED.fullmatch(match["a"] or match["b"]):
            yield Problem.at("money-format", text.file, number, amount=match[0])
