"""Keys that may say that the release is not public yet, where it cannot be told that they do: errors.

They are names with a doubt, near misses, notes, and keys without a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from itertools import islice, product
from typing import Literal

from msgspec import structs

from pressgen.content import dates
from pressgen.content.frontmatter import vocabulary, withholding
from pressgen.content.frontmatter.foreign_keys import is_in_group, times_in_group
from pressgen.content.frontmatter.keys import KeyMatch, comparable, edit_distance, key_name, near_miss, skeleton
from pressgen.content.frontmatter.values import Context, is_empty
from pressgen.content.frontmatter.vocabulary import NEAR_WORDS, words_of
from pressgen.content.text import release_lines
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence, is_null
from pressgen.errors import shorten
from pressgen.model import FrontMatter, Moment

_YEAR = re.compile(r"[0-9]{4}|[0-9][./-][0-9]")
_DAY_AND_HOUR = re.compile(r"(?P<year>[0-9]{4})[-./]?(?P<month>[0-9]{2})[-./]?(?P<day>[0-9]{2})(?=[T _-][0-9])")
_COMMENT = re.compile(r"(?:^|[ \t])#[ \t]*(.+)", re.MULTILINE)
_ENTRY = re.compile(r"[\w-]+:(?:\s|$)")
DAY = timedelta(days=1)
_MOST_OF_NOTE = 100
"""Letters of a text that may be a note for editors, such as “Embargoed until 10 December”."""
_MIN_LENGTH, _MOST_NEAR = 3, 64
_EMBARGOES = ("embargo", "embargountil", "embargoed")
_NEAR_FLAGS = {
    True: frozenset(map(skeleton, vocabulary.NAMES_IF_SET)),
    False: frozenset(map(skeleton, vocabulary.NAMES_IF_FALSE)),
}
"""For yes and no, names of flags that keep a page back with it."""
EmptyKey = tuple[Scalar, Node, KeyMatch | None]
"""The name as written, its value, and the key that it stands for."""

_EXAMPLE = "2026-12-10 09:00"
_EXAMPLES = {"embargo": _EXAMPLE, "status": "draft", "draft": "true", "published": "false"}
"""For each key that keeps a page back, a value that does."""


def report_doubt(name: Scalar, node: Node, date: Moment | None, context: Context, is_about_event: bool = False) -> bool:
    """Report a later date under a name that may mean publication or something else, and words for “not yet”.

    Of a release with keys that only an event has, the time of a show is that of the event.
    """
    if is_about_event and withholding.may_be_of_event(name.text):
        return False
    for written, value in times_in_group(name, node) if is_in_group(name, node) else ():
        if (later := _later(value, date, context)) is not None:
            return _report_time(name, later, context, written)
        # An hour in a group is added to no day.
        if _is_hour_of_publication(written, value, date, context):
            return context.report_entry("embargo-unclear/word", name, value, written)
    kind = _kind(name.text)
    if kind == "publication" and withholding.says_later(withholding.flatten(node)):
        return context.report_entry("embargo-unclear/word", name, node)
    later = _later(node, date, context) if kind else None
    if later is None or not withholding.is_in_utc(name.text):
        return later is not None and _report_time(name, later, context)
    # At another place, the same instant is at another hour.
    if date is not None and not _may_be_later(later.text, Moment(date.at + DAY), context):
        return False
    in_utc = structs.replace(later, text=f"{later.text} UTC")
    return _report_time(name, in_utc if dates.is_date(in_utc.text, context.zone) else later, context)


def _is_hour_of_publication(written: str, value: Node, date: Moment | None, context: Context) -> bool:
    """Whether the value of a key in a group is such an hour, unless the date has a later one."""
    *_, group, name = written.split(".")
    is_named_so = "publication" in (withholding.time_kind(name), withholding.time_kind(f"{group} {name}"))
    if not is_named_so or not isinstance(value, Scalar) or is_empty(value):
        return False
    if withholding.is_no(value.text) or dates.is_date(value.text, context.zone):
        return False
    if date is None or date.day:
        return True
    time = dates.moment_of(release_lines.readable(f"{date.at:%Y-%m-%d} {value.text}", context.zone), context.zone)
    return time is None or time.at > date.at


@lru_cache(maxsize=1024)
def _kind(name: str) -> Literal["publication", "second", "near", ""]:
    """What a name may be: publication, a second date of the page, or a typo of a time of publication."""
    if withholding.may_be_publication(name):
        return "publication"
    return "second" if withholding.time_kind(name) else "near" if _is_nearly_embargo(name) else ""


def _report_time(name: Scalar, time: Scalar, context: Context, written: str = "") -> bool:
    readable = release_lines.readable(time.text, context.zone)
    if not dates.is_date(readable, context.zone):
        return context.report_entry("embargo-unclear/word", name, time, written)
    return context.report_entry("embargo-unclear", name, structs.replace(time, text=readable), written)


def _is_nearly_embargo(name: str) -> bool:
    """Whether a name has typos in its words, without which it is a time of publication: `not_befoer`."""
    words = words_of(name)
    if len(words) == 1:
        return False
    near = [[each for each in NEAR_WORDS if edit_distance(word, each, 1) <= 1] or [word] for word in sorted(words)]
    meanings = (withholding.meaning(" ".join(meant)) for meant in islice(product(*near), _MOST_NEAR))
    return any(meaning.key == "embargo" and not meaning.is_doubtful for meaning in meanings)


def may_have_note(text: str) -> bool:
    """Whether a value in the text of front matter may be a note; to ask this first saves asking for each of them."""
    words = text.replace("_", " ").replace("-", " ").replace("/", " ").split()
    return "\\" in text or release_lines.may_be_line(f" {' '.join(words)} ")


def report_note(name: Scalar, node: Node, date: Moment | None, context: Context) -> bool:
    """Report a note that says what the first lines of a text can say too: “Embargoed until 10 December”.

    The name may be such a note as well, and so may a caption in a group.
    """
    texts = (name.text, *_short_texts(node)) if context.may_have_notes else ()
    is_note = any(_says_not_yet(text, date, context) for text in texts)
    return is_note and context.report_entry("embargo-unclear/word", name, node)


def _short_texts(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        # An address has such words with hyphens between them.
        is_joined = " " not in node.text.strip()
        if len(node.text) <= _MOST_OF_NOTE:
            yield release_lines.JOINT.sub(" ", node.text) if is_joined else node.text
    else:
        for each in node.items if isinstance(node, Sequence) else (value for _, value in node.entries):
            yield from _short_texts(each)


def report_comments(text: str, first_line: int, date: Moment | None, context: Context) -> None:
    """Report comments of YAML that are such notes; a key that somebody took out of use is none."""
    for comment in _COMMENT.finditer(text):
        if not _ENTRY.match(comment[1]) and _says_not_yet(comment[1], date, context):
            line = first_line + text.count("\n", 0, comment.start(1))
            context.report("embargo-unclear/word", Scalar("", False, line, 1), name="#", value=shorten(comment[1]))


def report_subject(name: Scalar, node: Node, date: Moment | None, context: Context) -> None:
    """Report what a tag, a section or a series says beside what the release is about: not yet, or draft."""
    # A comma may part two tags, or the day from its year.
    texts = {part for text in _short_texts(node) for part in (text, *text.split(","))} if context.may_have_notes else ()
    lines = [release_lines.embargo_in_note(text, context.zone) for text in texts]
    if lines and any(release_lines.is_after(line, date, context.zone) for line in lines):
        context.report_entry("embargo-unclear/word", name, node)
    else:
        report_unfinished(name, node, context)


def _says_not_yet(text: str, date: Moment | None, context: Context) -> bool:
    if " " not in text.strip() or not release_lines.may_be_line(text):
        return False
    line = release_lines.embargo_in_note(text, context.zone) or release_lines.embargo_line(text, context.zone)
    return release_lines.is_after(line, date, context.zone) or any(release_lines.draft_marks("", text))


def report_unfinished(name: Scalar, node: Node, context: Context) -> bool:
    """Warn of a value or an entry of a list that only says draft: it can be a subject, so it holds nothing back."""
    nodes = node.items if isinstance(node, Sequence) else (node,)
    texts = [text for each in nodes if isinstance(each, Scalar) for text in each.text.split(",")]
    unfinished = next(filter(withholding.is_unfinished, texts), None)
    if unfinished is not None:
        context.report_entry("withheld-word", name, node, value=shorten(unfinished))
    return unfinished is not None


def _later(node: Node, date: Moment | None, context: Context) -> Scalar | None:
    """The first time of a value, or of a list of values, that may be later than the date."""
    values = [node] if isinstance(node, Scalar) else node.items if isinstance(node, Sequence) else ()
    return next((each for each in values if isinstance(each, Scalar) and _may_be_later(each.text, date, context)), None)


def _may_be_later(written: str, date: Moment | None, context: Context) -> bool:
    """Whether a value is a time later than the date, in one of its meanings or of the zones that it may be in."""
    if not _YEAR.search(written):
        return False
    try:
        moment = dates.parse(release_lines.readable(written, context.zone), context.zone)
    except dates.DateError as error:
        if error.case != "form":
            latest = release_lines.latest_day(written, date.at.date()) if date else None
            return date is None or latest is None or latest + DAY >= date.at.date()
        # In a form for front matter, it is no time, such as `2026-12-10 9 in the morning`.
        day = _DAY_AND_HOUR.match(written.strip())
        return day is not None and (date is None or "-".join(day.groups()) >= str(date.at.date()))
    return date is None or moment.at > date.at


def report_near_withholding(name: Scalar, node: Node, context: Context) -> bool:
    """Report a near miss of a key that would withhold the release with this value."""
    value = withholding.flatten(node)
    if not isinstance(node, Mapping) and withholding.holds_back(name.text, value):
        return context.report_entry("key-near-miss/withholding", name, node, key="draft", entry="draft: true")
    # A name can be nothing but a typo of this key, whatever its value says.
    wanted = skeleton(name.text)
    is_embargo = not withholding.is_no(value) and any(edit_distance(wanted, key, 1) <= 1 for key in _EMBARGOES)
    is_plain = not (withholding.is_withheld(value) or withholding.parse_flag(value) is not None)
    if is_plain and not is_embargo and not dates.is_date(value, context.zone):
        return False
    similar_name = near_miss(name.text, _MIN_LENGTH) or ("embargo" if is_embargo else "")
    key = key_name(similar_name)
    if not key or not (is_embargo or _would_withhold(key, value, context)):
        return _is_near_flag(wanted, value) and context.report_entry("embargo-unclear/word", name, node)
    entry = f"{similar_name}: {shorten(value)}"
    if key == "published" and withholding.parse_flag(value) is None:
        entry = f"embargo: {shorten(value)}"
    elif key == "embargo" and not dates.is_date(value, context.zone):
        entry = f"{similar_name}: {_EXAMPLE}"
    return context.report_entry("key-near-miss/withholding", name, node, key=similar_name, entry=entry)


def _is_near_flag(wanted: str, value: str) -> bool:
    """Whether a name and its value are a near miss of a flag of another generator that would keep the page back."""
    flag = withholding.parse_flag(value)
    # 0 and 1 are numbers more often: `interval: 1` is no `internal`.
    if flag is None or value.strip().isdigit():
        return False
    # Only one edit: with two, `is_published` would be nearly `unpublished`.
    return any(edit_distance(wanted, flag_name, 1) <= 1 for flag_name in _NEAR_FLAGS[flag])


def _would_withhold(key: str, value: str, context: Context) -> bool:
    """Whether a value would withhold a release under a key."""
    is_time = dates.is_date(value, context.zone)
    if key in vocabulary.FLAGS:
        return withholding.parse_flag(value) is vocabulary.FLAGS[key] or (key == "published" and is_time)
    is_set = key == "embargo" and withholding.parse_flag(value) is True
    return withholding.is_withheld(value) if key == "status" else key in vocabulary.TIMES and (is_time or is_set)


def report_empty(keys: list[EmptyKey], matter: FrontMatter, context: Context) -> None:
    """Report each key that must have a value; a draft can wait for its date and for all that keeps it back."""
    is_draft = matter.status == "draft"
    for name, node, match in keys:
        key = match.key.name if match else ""
        if key == "title" or (key == "date" and not is_draft and matter.date is None):
            context.report(f"{key}-missing/value", name, name=name.text)
        # `null` says that there is no value; where nothing is written, it may have been forgotten.
        elif not (is_draft or (isinstance(node, Scalar) and is_null(node) and node.text)) and (
            entry := _entry(name.text, key)
        ):
            context.report("key-empty", name, name=shorten(name.text), entry=entry)


def _entry(name: str, key: str) -> str:
    """What to write instead of a name alone, if it can keep a page back until its time; else ""."""
    if key and key != "date":
        return f"{shorten(name)}: {_EXAMPLES[key]}" if key in _EXAMPLES else ""
    if not key and withholding.keeps_back(comparable(name)):
        return f"draft: {_EXAMPLES['draft']}"
    # The other keys are shorter, so that what looks like a typo can be another word, such as `craft` or `stats`.
    is_time = key or withholding.time_kind(name) == "publication" or key_name(near_miss(name)) == "embargo"
    return f"embargo: {_EXAMPLE}" if is_time else ""
