"""The one table of front matter keys: their names, the other names they go by, what they mean."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from pressgen.content.frontmatter.withholding import meaning
from pressgen.problems import Severity


class Key(Struct, frozen=True):
    """A key of front matter.

    `others` are its further names, in order of strength after `name`; `form` names the shape of
    its value; `conflict` is the severity when two of its names are given different values.
    """

    name: str
    form: str
    description: str
    others: tuple[str, ...] = ()
    conflict: Severity = "error"


KEYS: tuple[Key, ...] = (
    Key("title", "title", "Headline, as plain text."),
    Key(
        "date",
        "moment",
        "Day or time of publication; the file's name may give it instead.",
        (
            "publish_date",
            "publishDate",
            "pub_date",
            "pubDate",
            "date_published",
            "published_at",
            "release_date",
            "дата",
            "sana",
            "сана",
        ),
    ),
    Key(
        "updated",
        "moment",
        "Day or time of the last change that readers should know of.",
        (
            "updated_date",
            "updatedDate",
            "updated_at",
            "lastmod",
            "last_modified",
            "last_modified_at",
            "modified",
            "date_modified",
        ),
    ),
    Key(
        "expires",
        "moment",
        "Day or time from which the release is public no more.",
        (
            "expiry_date",
            "expiryDate",
            "expiration_date",
            "unpublish_date",
            "expires_at",
            "unpublish_on",
            "publish_until",
            "истекает",
            "снять_с_публикации",
        ),
    ),
    Key(
        "embargo",
        "embargo",
        "Day or time before which the release is not public; of this and `date`, the later counts.",
        (
            "embargo_until",
            "embargoUntil",
            "under_embargo",
            "go_live",
            "publish_on",
            "publish_at",
            "hold_until",
            "release_at",
            "scheduled",
            "эмбарго",
            "опубликовать",
            "публикация",
            "nashr",
            "нашр",
            "eʼlon",
            "эълон",
        ),
    ),
    Key("views", "count", "How often the release was read: a whole number.", ("view_count",)),
    Key(
        "tags",
        "tags",
        "Tags: a list, or a text with commas, semicolons or hashtags.",
        ("tag", "topics", "topic", "keywords", "keyword"),
        "warning",
    ),
    Key(
        "authors",
        "authors",
        "Who wrote it: a name, or a list of names or of groups with name, role, url, email, phone.",
        ("author",),
    ),
    Key(
        "contacts",
        "contacts",
        "Press contacts: keys of contacts in the settings, or groups with name, role, url, email, phone.",
        ("contact", "press_contact", "press_contacts"),
    ),
    Key(
        "summary",
        "prose",
        "Lead of one to three sentences, as plain text.",
        ("excerpt", "standfirst", "lead", "deck", "dek", "description"),
        "warning",
    ),
    Key("dateline", "text", "Place from which the release is sent: Samarkand."),
    Key(
        "image",
        "picture",
        "Lead picture: a file, or a group with src, alt, caption, credit.",
        ("featured_image", "primary_image", "cover_image", "cover", "hero_image", "thumbnail"),
        "warning",
    ),
    Key(
        "image_alt",
        "prose",
        "What the lead picture shows, for those who cannot see it.",
        ("featured_image_alt", "thumbnail_alt"),
    ),
    Key("image_caption", "prose", "Caption of the lead picture.", ("featured_image_caption",)),
    Key("image_credit", "prose", "Who made the lead picture.", ("featured_image_credit",)),
    Key("lang", "language", "Language of this file, as a BCP 47 tag: uz, uz-Cyrl, zh-TW.", ("language", "locale")),
    Key(
        "translation_key", "text", "Joins the translations of one release: the same text in each.", ("translationKey",)
    ),
    Key("slug", "address", "Last part of the address; made from the file's name if not given."),
    Key("permalink", "address", "Whole address within the site, beginning with /.", ("url",)),
    Key("aliases", "aliases", "Old addresses that lead here, each beginning with /.", ("alias", "redirect_from")),
    Key("canonical", "canonical", "Address of the page that search engines should show instead.", ("canonical_url",)),
    Key("status", "status", "published or draft.", ("post_status", "статус", "holat", "ҳолат")),
    Key("draft", "flag", "true keeps the release back, as status: draft does.", ("черновик", "qoralama", "қоралама")),
    Key(
        "published",
        "flag",
        "false keeps the release back, as status: draft does.",
        ("publish", "опубликовано", "nashr_qilingan", "нашр_қилинган"),
    ),
    Key("unlisted", "flag", "true gives the release its address and names it in no list, feed or sitemap."),
    Key("noindex", "flag", "true asks search engines not to show the page.", ("no_index",)),
    Key("sample", "flag", "true says that the text is a sample of pressgen's; delete it when the text is your own."),
    Key("pinned", "flag", "true keeps the release at the head of the first page.", ("pin", "sticky")),
    Key("related", "references", "Releases to show beside this one: their files or slugs."),
    Key("template", "template", "Template of this release alone: speech.html."),
    Key("check_ignore", "reasons", "Findings of pressgen check to pass over here: each code with a reason."),
)

# Keys of other generators that ask nothing of this one; they are kept and not remarked upon.
_FOREIGN_NAMES = """
    author_id author_profile breadcrumb breadcrumbs cascade categories category classes
    collection comment comments copyright cover_caption css data disqus eleventy_exclude_from_collections
    eleventy_navigation excerpt_separator external_url featured footer format gallery guid head header headless hero
    hidden id images is_cjk_language js keep layout license link link_title linktitle markup math mathjax menu menus
    mermaid meta name nav nav_order navigation og_image order outputs params parent publisher
    read_time reading_time resources robots scripts search search_exclude section seo series share sharing show_toc
    sidebar sitemap source style styles subtitle tagline toc toc_sticky type uid uuid version video weight
"""

_SHORTEST_NEAR, _LONG, _LONGEST_NEAR = 3, 9, 60
# Cyrillic and Greek letters that look like Latin ones.
_LOOK_ALIKE = dict(
    zip("аеорсухіјѕһԁԛԝкмтпгвАВЕКМНОРСТУХІЈЅαοντυικρ", "aeopcyxijshdqwkmtnrbABEKMHOPCTYXIJSaovtuikp", strict=True)
)
_NOT_COMPARED = dict.fromkeys(map(ord, "_- '’‘`´ʻʼ"), None)
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_MEANT = frozenset("\u200c\u200d\u200e\u200f")
_WORD = re.compile(r"[^\W\d_]+")


def normal(name: str) -> str:
    """The form in which names of keys are compared: case, `-`, `_`, blanks and apostrophes do not count."""
    return name.casefold().translate(_NOT_COMPARED)


def _skeleton(name: str) -> str:
    """A name in which letters that look alike are one; what cannot be seen is not in it."""
    plain = unicodedata.normalize("NFKC", name) if not name.isascii() else name
    return normal("".join(_LOOK_ALIKE.get(sign, sign) for sign in plain if sign not in _UNSEEN))


_STRENGTH = {
    normal(name): (key, strength)
    for key in KEYS
    for strength, name in reversed(tuple(enumerate((key.name, *key.others))))
}
_NAMES = {_skeleton(name): name for key in KEYS for name in reversed((key.name, *key.others))}
"""The names of all keys by their skeletons."""
_FOREIGN = frozenset(map(normal, _FOREIGN_NAMES.split()))


def find(name: str) -> tuple[Key, int] | None:
    """The key that a name stands for, and how strong the name is among its names (0 is strongest)."""
    known = _STRENGTH.get(name) or _STRENGTH.get(normal(name))
    if known is not None:
        return known
    words = meaning(name)
    return (_STRENGTH[words.key][0], len(_STRENGTH)) if words.key and not words.is_doubtful else None


def is_foreign(name: str) -> bool:
    """Whether it is a well-known key of another generator."""
    return normal(name) in _FOREIGN


@lru_cache(maxsize=1024)
def near_miss(name: str, shortest: int = _SHORTEST_NEAR) -> str:
    """The known name that an unknown one was probably meant to be, or nothing; names below `shortest` are none.

    A typo is one edit: a letter too many, too few or wrong, or two letters swapped; in long names there may be two.
    Of three letters, one more missing or two swapped are typos: too many words differ in one letter.
    Letters of other alphabets that look alike are the same letter.
    """
    written = _skeleton(name)
    if not shortest <= len(written) <= _LONGEST_NEAR:
        return ""
    allowed = 1 if len(written) < _LONG else 2
    candidates = [known for known in _NAMES if len(written) > 3 or len(known) > 3 or sorted(known) == sorted(written)]
    near = min((edits(written, known, allowed), known) for known in candidates)
    return _NAMES[near[1]] if near[0] <= allowed else ""


def near_name(name: str, known: Iterable[str]) -> str:
    """The one of some known names that another was probably meant to be, or nothing: a typo of it, or much the same."""
    written, names = _skeleton(name), {_skeleton(each): each for each in known}
    distance, near = min(((edits(written, each, 2), each) for each in names), default=(_LONG, ""))
    allowed = (2 if len(written) >= _LONG else 1) if len(written) > 2 else 0
    close = [near] if distance <= allowed else difflib.get_close_matches(written, names, 1, 0.6)
    return names[close[0]] if close else ""


def edits(one: str, other: str, most: int) -> int:
    """How many letters must be put in, taken out, replaced or swapped with the next; `most` + 1 if more than `most`.

    The optimal string alignment distance: a swap counts as one edit.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, 1):
        older, before, row = before, row, [place]
        for column, against in enumerate(other, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (sign != against))
            if place > 1 and column > 1 and sign == other[column - 2] and one[place - 2] == against:
                cost = min(cost, older[column - 2] + 1)
            row.append(cost)
    return row[-1]


def reveal(text: str) -> str:
    """A text for a message: what cannot be seen is `[U+200B]`, and a look-alike in a Latin word has its number.

    A word of Latin and other letters counts only if each of the others looks like a Latin one: not `COVID-19га`.
    """
    if text.isascii():
        return text
    # Persian and Indian scripts need the joiners, Hebrew and Arabic the marks.
    unseen = _UNSEEN if all(sign.isascii() for sign in text if sign.isalpha()) else _UNSEEN - _MEANT
    named = "".join(f"[U+{ord(sign):04X}]" if sign in unseen else sign for sign in text)
    return _WORD.sub(_with_numbers, named)


def _with_numbers(word: re.Match[str]) -> str:
    strange = {sign for sign in word[0] if not sign.isascii()}
    if not strange or len(strange) == len({*word[0]}) or not strange <= _LOOK_ALIKE.keys():
        return word[0]
    return "".join(f"{sign}[U+{ord(sign):04X}]" if sign in strange else sign for sign in word[0])


def look_alike(name: str) -> tuple[str, str]:
    """The known name that an unknown one looks like, and its first letter of another alphabet; two empty texts if none.

    Such letters come from a keyboard that was not switched, and cannot be seen.
    """
    if name.isascii():
        return "", ""
    meant = _NAMES.get(_skeleton(name), "")
    if meant and not meant.isascii():
        return meant, next((sign for sign in name if sign.isascii() and sign.isalpha()), "")
    plain = "".join(_LOOK_ALIKE.get(sign, sign) for sign in unicodedata.normalize("NFKC", name) if sign not in _UNSEEN)
    strange = next(sign for sign in name if not sign.isascii())
    return (plain.strip(), strange) if plain.isascii() and find(plain) else ("", "")
