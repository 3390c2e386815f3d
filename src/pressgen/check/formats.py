"""Rules on telephone numbers, mail addresses and amounts of money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pressgen.check import rules
from pressgen.check.text import Text
from pressgen.errors import Problem
from pressgen.model import Person
from pressgen.settings import Settings

SETTINGS = "pressgen.yml"
PHONE = re.compile(r"(?<![\w+])\+\s?\d[\d\s\u00a0()./–-]{5,22}\d(?!\w)")
_LENGTHS = {"998": (12, 12), "7": (11, 11), "1": (11, 11), "44": (11, 12), "65": (9, 12)}
_INTERNATIONAL = (8, 15)
_MAIL_NEAR = re.compile(
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
_AMOUNT = r"\d[\d.,\u00a0\u202f ]{0,24}\d|\d"
_MONEY = re.compile(rf"(?P<sign>[$€£₽])\s?(?P<a>{_AMOUNT})|(?<![\w.,])(?P<b>{_AMOUNT})\s?(?P<unit>{_UNIT})(?!\w)", re.I)
_SIGNED_TWICE = re.compile(
    rf"(?P<sign>[$€£₽])\s?(?:{_AMOUNT})(?:\s(?:million|billion|млн|млрд))?\s?{_UNIT}(?!\w)", re.I
)
_GROUPED = re.compile(r"\d{1,3}(?:([.,\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,3})?|0[.,]\d+")


def check(text: Text) -> Iterator[Problem]:
    """What these rules find in one text and its own contacts."""
    matter = text.document.matter
    own = [each for each in matter.contacts if isinstance(each, Person)]
    yield from _contacts(own, text.file, text.key_line("contacts"))
    for number, line in text.prose:
        for found in PHONE.finditer(line):
            if fault := phone_fault(found[0]):
                hint = "Write it in international form: +998 66 233 00 00."
                yield rules.PHONE_FORMAT.at(text.file, number, f"The telephone number “{found[0]}” {fault}.", hint)
        for found in _MAIL_NEAR.finditer(line):
            hint = "Write it as press@example.org."
            yield rules.MAIL_FORMAT.at(text.file, number, f"“{found[0]}” is not a mail address as it stands.", hint)
        yield from _money(text, number, line)


def check_settings(settings: Settings) -> Iterator[Problem]:
    """What these rules find in the contacts of the settings."""
    people = [Person(name="", email=each.email, phone=each.phone) for each in settings.contacts.values()]
    yield from _contacts(people, SETTINGS, 0)


def phone_fault(number: str) -> str:
    """What is wrong with a number in international form, or nothing."""
    digits = re.sub(r"\D", "", number)
    code = next((code for code in sorted(_LENGTHS, key=len, reverse=True) if digits.startswith(code)), "")
    least, most = _LENGTHS.get(code, _INTERNATIONAL)
    if code == "65":
        least, most = 10, 10
    if not least <= len(digits) <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        return f"has {len(digits)} digits; with {f'+{code}' if code else 'its country'} it should have {wanted}"
    return ""


def _contacts(people: Iterable[Person], file: str, line: int) -> Iterator[Problem]:
    for person in people:
        if person.phone:
            local = "" if person.phone.strip().startswith("+") else "has no country code"
            if fault := local or phone_fault(re.split(r"(?i)\b(?:ext|доб|ichki)|,|;", person.phone)[0]):
                hint = "Write it in international form: +998 66 233 00 00."
                yield rules.PHONE_FORMAT.at(file, line, f"The telephone number “{person.phone}” {fault}.", hint)
        if person.email and not re.fullmatch(r"[^\s@]+@[^\s@.,]+(?:\.[^\s@.,]+)+", person.email):
            hint = "Write it as press@example.org."
            yield rules.MAIL_FORMAT.at(file, line, f"“{person.email}” is not a mail address.", hint)


def _money(text: Text, number: int, line: str) -> Iterator[Problem]:
    for found in _SIGNED_TWICE.finditer(line):
        message = f"“{found[0]}” names its currency twice."
        yield rules.MONEY_FORMAT.at(text.file, number, message, "Keep the sign or the word.")
    for found in _MONEY.finditer(line):
        amount = (found["a"] or found["b"]).strip()
        if not _GROUPED.fullmatch(amount):
            message = f"The amount “{found[0].strip()}” can be read in two ways: its digits are not in groups of three."
            yield rules.MONEY_FORMAT.at(text.file, number, message, "Write 1,250,000 or 1 250 000.")
