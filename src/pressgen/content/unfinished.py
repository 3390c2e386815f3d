"""Remains of a draft in a release: placeholders, addresses of nobody, sample texts and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressgen.content.markdown.comments import found_in
from pressgen.content.text import release_lines, unseen
from pressgen.content.text.foreign import without_code
from pressgen.content.text.rare_forms import RareForm, has_any
from pressgen.errors import Problem
from pressgen.model import FrontMatter, Person
from pressgen.settings import EXAMPLE_MAIL, STOCK_PICTURES

_CODE = re.compile(r"(`+).+?\1")
_TARGET = re.compile(r"\]\((?:[^()\s]++|\([^()\s]*+\))*+(?:\s+\"[^\"]*\")?\)")
# The words of a link or a picture in brackets are no placeholder.
_LINK = re.compile(rf"!?\[([^\[\]]*){_TARGET.pattern}")
_TAG = re.compile(r"<[^<>\s][^<>]*>")
_BRACES = re.compile(r"\{[{%#:][^{}]{0,400}\}{1,2}")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]]+\]:\s*\S.*$")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\])]+")
_EMPHASIS = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")
# Each text with a placeholder without brackets has one of these.
_PARTS_OF_WORDS = tuple(
    RareForm(first, re.compile(f"{first}(?={following})"))
    for first, following in (
        ("T", "K|ODO|B[CD]"),
        ("X", "[XxХ]|ME"),
        ("x", "x"),
        ("Х", "[ХX]"),
        ("p", "(?i:sum)"),
        ("P", "(?i:sum)"),
        ("\u3010", r"\d"),
        ("0", r"(?<=turn0)[a-z]"),
    )
)
_WORDS = re.compile(
    r"(?<![\w$.-])(?:TK++|TKTK|TODO|FIXME|TBC|TBD|[Xx]{3,}+|[ХX]{3,}+)(?![\w.-]*\w)"
    r"|(?i:\blorem ipsum\b)"
    # Where programs that write texts name their sources.
    r"|\u3010\d[\d:]*\u2020[^\u3011\n]*\u3011|\ue200cite[^\ue201\n]*\ue201"
)
# What is to be filled in, as templates of press releases name it.
_BLANK = (
    r"(?i:(?:company|organi[sz]ation|contact|spokesperson|client|product|event|your)(?:['’]s)? name"
    r"|company|organi[sz]ation|(?:full |first |last )?name|city(?:, (?:state|country|region|date)){0,2}"
    r"|(?:start |end |release )?date|month(?: day)?,? (?:day,? )?year|(?:phone|telephone)(?: number)?"
    r"|e-?mail(?: address)?|website(?: url| address)?|url|venue"
    r"|имя(?: и фамилия)?|фио|ф\.\s?и\.\s?о\.|дата|город|должность|телефон|название (?:организации|компании)"
    r"|ism(?:[- ]familiya)?|f\.\s?i\.\s?sh\.|sana|shahar|lavozim|tashkilot nomi|telefon(?: raqami)?"
    r"|исм(?:[- ]фамилия)?|ф\.\s?и\.\s?ш\.|сана|шаҳар|лавозим|ташкилот номи|телефон рақами)"
)
# Brackets right before others or a colon are the words of a link.
_BRACKETS = re.compile(
    r"\[(?<!\]\[)(?=[^\]\n]{1,80}+\](?![(\[:]))(?:"
    r"(?i:insert|your|add|name of|date of|place|quote|вставить|вставьте|указать|укажите|ваш\w*|дополнить|"
    r"kiriting|qoʻying|qo'ying|qoʻshing|yozing|киритинг|қўйинг|қўшинг|ёзинг)\b[^\]\n]{0,60}\]"
    r"|[^\]\n]{1,40} (?i:kiriting|qoʻying|qo'ying|yozing|киритинг|қўйинг|ёзинг)\]"
    rf"|{_BLANK}\]|(?:oaicite:\d+|cite_?start|cite: ?\d[\d, ]*)\])"
)
# Words in brackets are a link if a line of the text says where it leads.
_DEFINED = re.compile(r"(\[[^\[\]\n]+\]):")
# With this the name of each picture of a new newsroom begins.
_STOCK = RareForm("-", re.compile("-(?<=sample-)"))
_EXAMPLE = RareForm("@", re.compile(r"@(?<=[\w.+-]@)(?:[\w-]+\.){0,9}example\.(?:com|net|org)\b", re.IGNORECASE))


def find(matter: FrontMatter, body: str, file: str, first_line: int) -> Iterator[Problem]:
    """A warning for each trace of a draft; `first_line` is the line of the file on which the body begins."""
    if matter.sample:
        yield Problem.at("sample-left", file, matter.lines.get("sample", 0))
    for key, text in (("title", matter.title), ("summary", matter.summary)):
        if _may_have_placeholders(text):
            yield from _placeholders(text, file, matter.lines.get(key, 1))
    for key, people in (("contacts", matter.contacts), ("authors", matter.authors)):
        for person in people:
            if isinstance(person, Person) and EXAMPLE_MAIL.fullmatch(person.email):
                yield Problem.at("example-contact", file, matter.lines.get(key, 0), mail=person.email)
    for number, words in release_lines.draft_marks(matter.title, body):
        line = first_line + number if number >= 0 else matter.lines.get("title", 1)
        yield Problem.at("placeholder-left", file, line, words=words)
    for key, words in (("title", matter.title), ("summary", matter.summary)):
        for comment in found_in(words):
            yield Problem.at("comment-shown/key", file, matter.lines.get(key, 1), words=comment)
    yield from _sample_pictures(matter, body, file, first_line)
    yield from _in_body(body, file, first_line)


def _in_body(body: str, file: str, first_line: int) -> Iterator[Problem]:
    has_words, has_mail = has_any(body, _PARTS_OF_WORDS), _EXAMPLE.is_in(body)
    if has_words or has_mail or ("[" in body and _BRACKETS.search(body)):
        links = set(_DEFINED.findall(body.casefold())) if "]:" in body else set()
        for number, line in enumerate(unseen.blanked(without_code(body)).split("\n"), first_line):
            if _may_have_placeholders(line):
                left = _placeholders(prose_of(line), file, number)
                yield from (problem for problem in left if str(problem.values["words"]).casefold() not in links)
            for mail in dict.fromkeys(EXAMPLE_MAIL.findall(line) if has_mail else ()):
                yield Problem.at("example-contact", file, number, mail=mail)


def _may_have_placeholders(text: str) -> bool:
    return "[" in text or has_any(text, _PARTS_OF_WORDS)


def _sample_pictures(matter: FrontMatter, body: str, file: str, first_line: int) -> Iterator[Problem]:
    """A warning for each picture of a new newsroom."""
    # As long as the release itself is a sample, one warning is enough.
    if matter.sample:
        return
    if matter.image and matter.image.src.rpartition("/")[2] in STOCK_PICTURES:
        yield Problem.at("sample-left/picture", file, matter.lines.get("image", 0), name=matter.image.src)
    if _STOCK.is_in(body):
        for number, line in enumerate(without_code(body).split("\n"), first_line):
            for name in STOCK_PICTURES:
                if name in line:
                    yield Problem.at("sample-left/picture", file, number, name=name)


def prose_of(line: str) -> str:
    """A line of Markdown without code, addresses, HTML and emphasis."""
    line = _CODE.sub(" … ", _DEFINITION.sub("", line))
    # A picture may be in a link.
    line = _TARGET.sub("]", _LINK.sub(r"\1", _LINK.sub(r"\1", line)))
    line = _TAG.sub("", _BRACES.sub(" … ", line))
    return _EMPHASIS.sub("", _URL.sub(" … ", line))


def _placeholders(text: str, file: str, line: int) -> Iterator[Problem]:
    for pattern in (_WORDS, _BRACKETS):
        for words in dict.fromkeys(match[0] for match in pattern.finditer(text)):
            yield Problem.at("placeholder-left", file, line, words=words)
