"""Whether a key or a value says that a page is not public yet, or not for all, or not in lists.

The one place that decides. What says so, and can be told, holds the page back, with a warning (`effect`, `meaning`);
what may say so is an error (`unclear`, `is_doubtful`); a word that is only a subject does nothing. The words are in
`vocabulary.py`: to add one, add it there.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from pressgen.content.frontmatter import vocabulary
from pressgen.content.frontmatter.vocabulary import Effect, bare, fold, words_of
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence

_ON_WORDS = frozenset(("active", "online", "enabled"))
"""Words that may mean publication with another for a time: active_from."""


TimeKind = Literal["publication", "hour", "second", ""]


class NameWords(Struct, frozen=True):
    """The key that the words of a name mean, and whether they may mean something else."""

    key: Literal["embargo", "expires", ""]
    is_doubtful: bool = False


@lru_cache(maxsize=1024)
def meaning(name: str) -> NameWords:
    """Which key a name means by its words: a time before which, or after which, nothing is public."""
    words = words_of(name)
    public = words & vocabulary.PUBLICATION_WORDS
    # do_not_publish alone is a flag.
    words = words - {"do", "dont"} if words & vocabulary.EARLIER_WORDS and words & vocabulary.REFUSALS else words
    # One unknown word can change the meaning: `release_notes_date`.
    if not words <= vocabulary.ALL_WORDS:
        return NameWords("")
    if words & vocabulary.HOLD_WORDS or (words & vocabulary.NOT_WORDS and (public or words & vocabulary.EARLIER_WORDS)):
        return NameWords("embargo")
    if words & vocabulary.END_WORDS or (words & vocabulary.UNTIL_WORDS and public):
        return NameWords("expires")
    if words & vocabulary.ISSUE_WORDS or (words & vocabulary.PUBLIC_WORDS and words & vocabulary.TIME_WORDS):
        return NameWords("embargo")
    return NameWords("embargo", is_doubtful=True) if public else NameWords("")


def may_be_publication(name: str) -> bool:
    """Whether a name may mean the publication of its page or something else: release, launch, ready."""
    words = words_of(name)
    shown = words & (_ON_WORDS | vocabulary.SHOW_WORDS)
    if shown and words - shown and words - shown <= vocabulary.TIME_WORDS | vocabulary.UNTIL_WORDS:
        return True
    return (
        meaning(name).is_doubtful
        or fold(name).translate(vocabulary.IGNORED).removeprefix("is") in vocabulary.IF_FALSE["draft"]
    )


def is_end_of_subject(name: str) -> bool:
    """Whether a name for the end of a release may mean that of its subject as well: valid_until, available_until."""
    words = words_of(name)
    return bool(words & vocabulary.SUBJECT_WORDS) and meaning(name).key == "expires"


@lru_cache(maxsize=1024)
def may_be_of_event(name: str) -> bool:
    """Whether a name may be that of the time of an event as well: time, show_date."""
    words = words_of(name)
    return words <= vocabulary.TIMES_OF_EVENTS and bool(words & (vocabulary.SHOWS | vocabulary.HOUR_WORDS))


@lru_cache(maxsize=1024)
def time_kind(name: str) -> TimeKind:
    """What a name is of: the hour of publication, any hour, a second date of its page, or something else."""
    words, joined = words_of(name), fold(name).translate(vocabulary.IGNORED)
    others = words - vocabulary.HOUR_WORDS
    is_of_release = others & vocabulary.RELEASE_WORDS and others <= vocabulary.RELEASE_WORDS | vocabulary.OF_WORDS
    if joined in vocabulary.RELEASE_HOURS or (others != words and is_of_release):
        return "publication"
    utc = words & vocabulary.IN_UTC
    if joined in vocabulary.SECOND_DATES or (utc and meaning(" ".join(words - utc)).key == "embargo"):
        return "second"
    return "" if others else "hour"


def is_in_utc(name: str) -> bool:
    """Whether a name says that its time is in UTC: date_gmt, release_date_utc."""
    return fold(name).endswith("gmt") or bool(words_of(name) & vocabulary.IN_UTC)


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether a name is that of the time zone of an hour of publication: timezone, embargo_tz, utc_offset."""
    words = words_of(name)
    is_named_so = words & vocabulary.ZONES or any(pair <= words for pair in vocabulary.PAIRS_FOR_ZONES)
    return bool(is_named_so) and words <= vocabulary.ZONE_WORDS | vocabulary.RELEASE_WORDS | vocabulary.ANY_DAYS


def is_no_embargo(name: str, value: str) -> bool:
    """Whether there is no embargo: `embargo: false`, `embargo: lifted`.

    But `publish: false` means never, and `embargo_lifted: false`, `no_embargo: false` and `embargo_until: never` say
    that there is one.
    """
    words = words_of(name)
    if not words & vocabulary.HOLD_WORDS or words & (vocabulary.NOT_WORDS | vocabulary.LIFTED_WORDS):
        return False
    if bare(value) in vocabulary.OVER_WORDS:
        return words <= vocabulary.EMBARGO_WORDS
    return is_no(value) and not (bare(value) == "never" and words & vocabulary.ENDS_OF_EMBARGO)


def is_embargo(name: str, value: str) -> bool:
    """Whether a value other than a time is an embargo without one: `embargo: true`, `hold: until noon`."""
    return bool(value.strip()) and not is_no(value) and bool(words_of(name) & vocabulary.HOLD_WORDS)


def is_no_end(name: str, value: str) -> bool:
    """Whether a release stays public: `expires: never`. But `publish_until: never` may mean that it never is.

    So may `not_expired: false`.
    """
    return (
        bare(value) in vocabulary.NEVER_WORDS
        and bool(words_of(name) & vocabulary.END_WORDS)
        and not words_of(name) & vocabulary.NOT_WORDS
    )


def holds_back(name: str, value: str) -> bool:
    """Whether a key that is none of those known says by its words that the release is not public.

    Such are `do_not_publish: true`, `draft_mode: true` and `is_ready: false`.
    """
    words, flag = words_of(name), parse_flag(value)
    if flag is None or is_unsigned(name, value):
        return is_unsigned(name, value)
    is_refusal = bool(words & vocabulary.REFUSALS)
    held = vocabulary.READY_WORDS if is_refusal or flag is False else vocabulary.HELD_WORDS
    others = vocabulary.FLAG_WORDS | (vocabulary.REFUSALS if is_refusal and flag else vocabulary.PAGE_WORDS)
    return bool(words & held) and words <= held | others


def is_unsigned(name: str, value: str) -> bool:
    """Whether a key says that somebody has not agreed yet that the release is public: `legal_ok: pending`."""
    words = words_of(name)
    has_agreed = words & vocabulary.SIGNED_OFF or ("off" in words and words & {"sign", "signed"})
    if not has_agreed or not words <= vocabulary.SIGNED_OFF | vocabulary.SIGNERS:
        return False
    return is_no(value) or says_later(value) or is_withheld(value)


def parse_flag(value: str) -> bool | None:
    """True or False for a word for yes or no; None for any other value."""
    return True if bare(value) in vocabulary.YES_WORDS else False if is_no(value) else None


def is_no(value: str) -> bool:
    """Whether a value is a word for no."""
    return bare(value) in vocabulary.NO_WORDS


def is_withheld(value: str) -> bool:
    """Whether a value is a word for a state in which a release is not public, alone or with others that say how.

    Such are pending, pending review and needs_review.
    """
    words, states = words_of(value), vocabulary.WITHHELD_STATES
    return bare(value) in states or (bool(words & states) and words <= states | vocabulary.WORDS_OF_STATES)


@lru_cache(maxsize=1024)
def is_unfinished(value: str) -> bool:
    """Whether a value is a word for a text that is not public, and is no usual word for its subject."""
    return _joined(value) in vocabulary.UNFINISHED


def _joined(value: str) -> str:
    return "".join(vocabulary.WORD_BREAK.split(bare(value)))


def says_later(value: str) -> bool:
    """Whether a value says that it is not time yet, and not when it is: soon, not yet, to be confirmed."""
    words = words_of(value)
    is_later = bool(words & vocabulary.LATER_WORDS) or {"not", "yet"} <= words or value.strip() == "?"
    return is_later and words <= vocabulary.LATER_WORDS | vocabulary.WORDS_OF_LATER


def effect(name: str, node: Node) -> Effect | Literal[""]:
    """The effect of another generator's key on its page, or ""; `name` is without case, accents, `_`, `-` and spaces.

    `refused` needs a server that checks who may read; `none` is a redirection or a menu; `unclear` may keep the page
    back, or may not.
    """
    if name not in vocabulary.NAMES_WITH_EFFECT and not name.startswith("is"):
        return ""
    value = flatten(node)
    # isDraft, is_private
    flag = name.removeprefix("is")
    if told := _effect_of_value(name, value) or (_effect_of_flag(flag, value) if flag != name else ""):
        return told
    if _is_unclear(name, node):
        return "unclear"
    # MkDocs hides parts of a page: hide: [navigation, toc]
    if name in ("hide", "hidden") and words_of(value) <= vocabulary.PARTS_OF_PAGES:
        return ""
    if is_no(value):
        return next((each for each, names in vocabulary.IF_FALSE.items() if name in names), "")
    if flag in vocabulary.IF_SET["unclear"]:
        return "unclear" if parse_flag(value) else ""
    requested: Effect | Literal[""] = next((each for each, names in vocabulary.IF_SET.items() if name in names), "")
    return _effect_of_access(value.strip().casefold()) if requested == "refused" else requested


def _effect_of_access(word: str) -> Effect | Literal[""]:
    """The effect of `access` or `visibility`, which need a server with most values, but not with all."""
    if word in ("hidden", "unlisted"):
        return "unlisted"
    return "draft" if is_withheld(word) else "" if word in vocabulary.OPEN_STATES else "refused"


def has_effect(name: str) -> bool:
    """Whether a key of another generator can keep its page back; `name` is as for `effect`."""
    flag = name.removeprefix("is")
    return flag in ("draft", "published", *vocabulary.FOREIGN_NAMES, *vocabulary.PATTERNS) or bool(meaning(name).key)


def effect_within(name: str, node: Node) -> Effect | Literal[""]:
    """The effect on its page of a key in a group: of one that can be about nothing but the page."""
    value = flatten(node)
    if of_value := _effect_of_value(name, value):
        return of_value
    if name in ("status", "visibility", "access"):
        return "draft" if is_withheld(value) else ""
    if name in vocabulary.READY_IN_GROUPS and is_no(value):
        return "draft"
    is_unclear = value.strip() and parse_flag(value) is None
    if is_unclear and (name == "draft" or (name in ("published", "publish", "public") and says_later(value))):
        return "unclear"
    return _effect_of_flag(name.removeprefix("is"), value)


def _effect_of_value(name: str, value: str) -> Effect | Literal[""]:
    """The effect of a key whose value is neither yes nor no: robots, a state, a kind of page, its readers."""
    for pattern, requested in vocabulary.PATTERNS.get(name, ()):
        if pattern.search(value):
            return requested
    if name in vocabulary.STATES:
        is_held = is_withheld(value) or bare(value) in vocabulary.ENDED_STATES
        return "draft" if is_held else "unclear" if says_later(value) else ""
    flags = value.split(",") if name == "flags" else ()
    if any(is_withheld(each) or _joined(each) in vocabulary.CLOSED_KINDS for each in flags):
        return "draft"
    if name in vocabulary.KINDS and _joined(value) in vocabulary.CLOSED_KINDS | vocabulary.COPIES:
        return "draft"
    # Of a document that has no classification, everyone may be a reader.
    if name not in vocabulary.AUDIENCES or (name in vocabulary.SECRECY and bare(value) == "none"):
        return ""
    return _effect_of_readers(value)


def _is_unclear(name: str, node: Node) -> bool:
    """Whether a flag of its page has a value that is neither yes nor no."""
    value = flatten(node)
    is_several = isinstance(node, Mapping) or (isinstance(node, Sequence) and len(node.items) != 1)
    if is_several or parse_flag(value) is not None or not value.strip():
        return False
    flag = name.removeprefix("is")
    if name in ("hide", "hidden"):
        return says_later(value) or is_withheld(value)
    if flag in vocabulary.IF_FALSE["draft"]:
        return flag in ("public", "published") or says_later(value)
    return name != flag and flag in ("draft", "published", "publish", "unlisted", "hidden", *vocabulary.IF_SET["draft"])


def _effect_of_readers(value: str) -> Effect | Literal[""]:
    """The effect of a value that says who may read a page."""
    words = words_of(vocabulary.NOT_OF_THE_HOUSE.sub("", value))
    if not words & (vocabulary.CLOSED_TO_READERS | vocabulary.COLLEAGUES) or words & vocabulary.OUTSIDERS:
        return ""
    if words <= vocabulary.CLOSED_TO_READERS | vocabulary.COLLEAGUES | vocabulary.WORDS_OF_READERS:
        return "draft" if words & vocabulary.CLOSED_TO_READERS else "unclear"
    return "unclear" if words & vocabulary.CLOSED_TO_READERS else ""


def _effect_of_flag(name: str, value: str) -> Effect | Literal[""]:
    if name in ("published", "publish", "public"):
        return "draft" if is_no(value) else ""
    effects: tuple[Effect, ...] = ("draft", "unlisted", "noindex") if parse_flag(value) else ()
    return next((each for each in effects if name == each or name in vocabulary.IF_SET[each]), "")


def keeps_back(name: str) -> bool:
    """Whether another generator's key makes its page a draft; `name` is as for `effect`."""
    return name.removeprefix("is") in ("draft", *vocabulary.IF_SET["draft"])


def flatten(node: Node) -> str:
    """A value as one line of its words, for searching and for messages."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return ", ".join(f"{key.text}: {flatten(value)}" for key, value in node.entries)
    return ", ".join(map(flatten, node.items))
