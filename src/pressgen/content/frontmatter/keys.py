"""The table of front matter keys: their names, synonyms and descriptions, and the search in it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Set
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from pressgen.content.frontmatter.vocabulary import FOREIGN_NAMES, fold
from pressgen.content.frontmatter.withholding import meaning
from pressgen.letters import latinize
from pressgen.problems import Severity


class Key(Struct, frozen=True):
    """A key of front matter.

    `form` is the form of its value (`fields.py` has the readers); `synonyms` are its other names, each stronger
    than the next; `conflict` is the severity when two of its names have different values.
    """

    name: str
    form: str
    description: str
    synonyms: tuple[str, ...] = ()
    conflict: Severity = "error"


class KeyMatch(NamedTuple):
    """The key that a name stands for; of several names in a file, the one with the lowest `strength` counts."""

    key: Key
    strength: int


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# fmt: off
KEYS: tuple[Key, ...] = (
    Key("title", "title", "Headline, as plain text.", _names("post_title")),
    Key("date", "moment", "Day or time of publication; the file's name may give it instead.",
        _names("publish_date publishDate pub_date pubDate date_published published_at release_date pub_datetime "
               "дата sana сана")),
    Key("updated", "moment", "Day or time of the last change that readers should know of.",
        _names("updated_date updatedDate updated_at lastmod last_modified last_modified_at modified date_modified "
               "mod_datetime modified_time modified_date post_modified")),
    Key("corrections", "corrections",
        "What readers are told about changes after publication: groups with date, kind and text.",
        _names("correction исправления исправление tuzatishlar tuzatish тузатишлар тузатиш")),
    Key("event", "event",
        "The event that the release announces: a group with start, end, place, online, accreditation, status.",
        _names("events мероприятие событие tadbir тадбир")),
    Key("expires", "moment", "Day or time from which the release is public no more.",
        _names("expiry_date expiryDate expiration_date unpublish_date expires_at unpublish_on publish_until "
               "истекает снять_с_публикации")),
    Key("embargo", "embargo",
        "Day or time before which the release is not public; of this and `date`, the later counts.",
        _names("embargo_until embargoUntil under_embargo go_live publish_on publish_at hold_until release_at "
               "scheduled эмбарго опубликовать публикация nashr нашр eʼlon эълон")),
    Key("views", "count", "How often the release was read: a whole number.", _names("view_count")),
    Key("tags", "tags", "Tags: a list, or a text with commas, semicolons or hashtags.",
        _names("tag topics topic keywords keyword"), "warning"),
    Key("authors", "authors",
        "Who wrote it: a name, or a list of names or of groups with name, role, url, email, phone.",
        _names("author byline")),
    Key("contacts", "contacts",
        "Press contacts: keys of contacts in the settings, or groups with name, role, url, email, phone.",
        _names("contact press_contact press_contacts")),
    Key("section", "section", "Section of the release: a key of `sections` in the settings.",
        _names("раздел рубрика boʻlim rukn бўлим рукн")),
    Key("people", "people", "People whom the release quotes or is about: keys of `people` in the settings.",
        _names("person люди shaxslar шахслар")),
    Key("series", "series", "Series of the release: a key of `series` in the settings, or a group with name and part.",
        _names("серия цикл turkum туркум")),
    Key("part", "part", "Number of the release in its series; without it, the date decides.",
        _names("series_part часть qism қисм")),
    Key("list", "lists", "On a standing page: releases to list, as a group with section, tag, person, series, limit.",
        _names("lists список roʻyxat рўйхат")),
    Key("summary", "prose", "Lead of one to three sentences, as plain text.",
        _names("excerpt standfirst lead deck dek description post_excerpt custom_excerpt"), "warning"),
    Key("dateline", "text", "Place from which the release is sent: Samarkand."),
    Key("image", "picture",
        "Lead picture: a file, or a group with src, alt, caption, credit, copyright, licence, consent.",
        _names("featured_image feature_image primary_image cover_image cover hero_image thumbnail"), "warning"),
    Key("image_alt", "prose", "What the lead picture shows, for those who cannot see it.",
        _names("featured_image_alt feature_image_alt thumbnail_alt")),
    Key("image_caption", "prose", "Caption of the lead picture.",
        _names("featured_image_caption feature_image_caption")),
    Key("image_credit", "prose", "Who made the lead picture.", _names("featured_image_credit")),
    Key("image_copyright", "prose", "Who holds the copyright of the lead picture: © 2026 A. Karimova."),
    Key("image_licence", "prose", "Terms of use of the lead picture: words, CC BY 4.0, or an address.",
        _names("image_license")),
    Key("originals", "flag", "false offers no picture of this release in full size."),
    Key("gallery", "gallery",
        "Further pictures under the text: files, a folder, or groups with src, alt, caption, credit, consent.",
        _names("photos photo_gallery галерея galereya"), "warning"),
    Key("press_kit", "flag", "Whether journalists can download the pictures and texts of this release as one file.",
        _names("presskit media_kit")),
    Key("lang", "language", "Language of this file, as a BCP 47 tag: uz, uz-Cyrl, zh-TW.", _names("language locale")),
    Key("translation_key", "text", "Joins the translations of one release: the same text in each.",
        _names("translationKey")),
    Key("id", "text", "The id of the release in feeds, which its address does not change: a word, a number or a URI."),
    Key("slug", "address", "Last part of the address; made from the file's name if not given."),
    Key("permalink", "address", "Whole address within the site, beginning with /.", _names("url")),
    Key("aliases", "aliases", "Old addresses that lead here, each beginning with /.", _names("alias redirect_from")),
    Key("canonical", "canonical", "Address of the page that search engines should show instead.",
        _names("canonical_url")),
    Key("status", "status", "published, draft or withdrawn.", _names("post_status статус holat ҳолат")),
    Key("withdrawal", "prose",
        "Why a release with status: withdrawn was withdrawn; readers see this in place of its text.",
        _names("withdrawal_reason withdrawn_because причина_отзыва qaytarib_olish_sababi қайтариб_олиш_сабаби")),
    Key("draft", "flag", "true keeps the release back, as status: draft does.", _names("черновик qoralama қоралама")),
    Key("published", "flag", "false keeps the release back, as status: draft does.",
        _names("publish опубликовано nashr_qilingan нашр_қилинган")),
    Key("unlisted", "flag", "true gives the release its address and names it in no list, feed or sitemap."),
    Key("noindex", "flag", "true asks search engines not to show the page.", _names("no_index")),
    Key("sample", "flag", "true says that the text is a sample of pressgen's; delete it when the text is your own."),
    Key("pinned", "flag", "true keeps the release at the head of the first page.", _names("pin sticky")),
    Key("related", "references", "Releases to show beside this one: their files or slugs."),
    Key("toc", "flag", "true shows the headings as a table of contents, false shows none.",
        _names("table_of_contents содержание оглавление mundarija мундарижа")),
    Key("template", "template", "Template of this release alone: speech.html."),
    Key("check_ignore", "reasons", "Findings of pressgen check to pass over here: each code with a reason."),
)
# fmt: on

# Keys of other generators that need no warning here; templates can use their values.
_FOREIGN_NAMES = """
    abbrlink author_email author_id author_login author_profile author_url blogger_id blogger_orig_url breadcrumb
    blueprint breadcrumbs cascade categories category classes collection comment comments copyright cover_caption
    cover_link_full_images cover_relative cover_responsive_images css data date_gmt disqus
    eleventy_exclude_from_collections eleventy_navigation excerpt_separator external_url featured footer format guid
    head header headless hero hidden hide_meta image_focal_point image_placement image_preview_only images
    is_cjk_language js katex keep layout license link link_title linktitle markup math mathjax menu menus mermaid
    meta name nav nav_order navigation og_image order outputs params parent publisher read_time reading_time
    resources reward robots scripts search search_exclude seo share sharing show_toc sidebar sitemap source style
    styles subtitle tagline toc_open toc_sticky top type uid updated_by uuid version video weight wordpress_id
    wordpress_url
"""

_MIN_LENGTH, _LONG_NAME, _MAX_LENGTH = 3, 9, 60
_IGNORED = dict.fromkeys(map(ord, "_- '’‘`´ʻʼ"), None)


def comparable(name: str) -> str:
    """A key's name in the form for comparison: without case, accents, `-`, `_`, spaces and apostrophes."""
    return fold(name).translate(_IGNORED)


def skeleton(name: str) -> str:
    """A key's name for comparison, without what the eye cannot tell apart either."""
    return comparable(latinize(name))


# In reverse, so that a name of two keys stands for the first of them.
_KEYS_BY_NAME = {
    comparable(name): KeyMatch(key, strength)
    for key in KEYS
    for strength, name in reversed(tuple(enumerate((key.name, *key.synonyms))))
}
_NAMES_BY_SKELETON = {skeleton(name): name for key in KEYS for name in reversed((key.name, *key.synonyms))}
_FOREIGN_KEYS = frozenset(map(comparable, _FOREIGN_NAMES.split()))
FOREIGN_SKELETONS = frozenset(map(skeleton, _FOREIGN_KEYS | FOREIGN_NAMES))


def find_key(name: str) -> KeyMatch | None:
    """The key that a name stands for, as one of its names or by the words in it: `withheld_until` is an embargo."""
    match = _KEYS_BY_NAME.get(name) or _KEYS_BY_NAME.get(comparable(name))
    if match is not None:
        return match
    words = meaning(name)
    if not words.key or words.is_doubtful:
        return None
    return KeyMatch(_KEYS_BY_NAME[words.key].key, len(_KEYS_BY_NAME))


def key_name(name: str) -> str:
    """The name of the key that a name stands for; "" if there is none."""
    match = find_key(name)
    return match.key.name if match else ""


def is_foreign(name: str) -> bool:
    """Whether a name is a well-known key of another generator."""
    return comparable(name) in _FOREIGN_KEYS


@lru_cache(maxsize=1024)
def near_miss(name: str, min_length: int = _MIN_LENGTH) -> str:
    """The known name of which an unknown one is probably a typo; "" if there is none, or if it is too short.

    A typo is one edit: a letter too many, too few or wrong, or two letters swapped; two edits in long names.
    """
    wanted = skeleton(name)
    if not min_length <= len(wanted) <= _MAX_LENGTH:
        return ""
    closest = _closest(wanted, _NAMES_BY_SKELETON)
    return _NAMES_BY_SKELETON[closest] if closest else ""


def is_nearly(name: str, skeletons: Set[str]) -> bool:
    """Whether a name is one of those with the `skeletons`, or probably a typo of one."""
    wanted = skeleton(name)
    closest = _closest(wanted, skeletons) if _MIN_LENGTH <= len(wanted) <= _MAX_LENGTH else ""
    # Too many short words differ in one letter, such as hold and bold: between those, only swapped letters count.
    return wanted in skeletons or (closest != "" and (len(wanted) > 4 or sorted(closest) == sorted(wanted)))


def _closest(wanted: str, names: Iterable[str]) -> str:
    """The name of which another one is probably a typo; "" if there is none."""
    allowed = 1 if len(wanted) < _LONG_NAME else 2
    # Too many words of three letters differ in one: between those, only swapped letters count.
    candidates = [
        candidate
        for candidate in names
        if _may_be_near(wanted, candidate, allowed)
        and (len(wanted) > 3 or len(candidate) > 3 or sorted(candidate) == sorted(wanted))
    ]
    distances = ((edit_distance(wanted, candidate, allowed), candidate) for candidate in candidates)
    distance, closest = min(distances, default=(allowed + 1, ""))
    return closest if distance <= allowed else ""


def _may_be_near(first: str, second: str, limit: int) -> bool:
    """Whether two words have so many letters in common that so few edits may make one of the other."""
    # An edit adds a letter, takes one away, or does both. To ask this first takes a tenth of the time of counting.
    return abs(len(first) - len(second)) <= limit and len({*first} ^ {*second}) <= 2 * limit


def near_name(name: str, candidates: Iterable[str]) -> str:
    """The candidate that a name was probably meant to be: one with a typo, or a similar one; "" if there is none."""
    wanted, names = skeleton(name), {skeleton(candidate): candidate for candidate in candidates}
    distance, closest = min(((edit_distance(wanted, each, 2), each) for each in names), default=(_LONG_NAME, ""))
    allowed = (2 if len(wanted) >= _LONG_NAME else 1) if len(wanted) > 2 else 0
    matches = [closest] if distance <= allowed else difflib.get_close_matches(wanted, names, 1, 0.6)
    return names[matches[0]] if matches else ""


def edit_distance(first: str, second: str, limit: int) -> int:
    """The number of edits between two words, at most `limit` + 1 (optimal string alignment: a swap is one edit)."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    last_row: list[int] = []
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, 1):
        row_before_last, last_row, row = last_row, row, [number]
        for column, second_letter in enumerate(second, 1):
            cost = min(last_row[column] + 1, row[-1] + 1, last_row[column - 1] + (letter != second_letter))
            if number > 1 and column > 1 and letter == second[column - 2] and first[number - 2] == second_letter:
                cost = min(cost, row_before_last[column - 2] + 1)
            row.append(cost)
    return row[-1]


def find_look_alike(name: str) -> tuple[str, str]:
    """The known name that an unknown one looks like, and its first letter of another alphabet; else two empty texts.

    Such letters come from a keyboard that was not switched, and cannot be seen.
    """
    if name.isascii():
        return "", ""
    similar_name = _NAMES_BY_SKELETON.get(skeleton(name), "")
    if similar_name and not similar_name.isascii():
        strange = (each for each in name if (each.isalpha() and each.isascii()) or not latinize(each))
        return similar_name, next(strange, name[0])
    # A name that the table does not have can still have words with a meaning: `withheld_until` with a Russian u.
    latin_name = latinize(name)
    foreign_letter = next(character for character in name if not character.isascii())
    return (latin_name.strip(), foreign_letter) if latin_name.isascii() and find_key(latin_name) else ("", "")
