"""Words that mean “not yet”, “not for the public” or “not in lists”, as newsrooms and other generators write them."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from pressgen.content.yaml_tree import Mapping, Node, Scalar

Effect = Literal["draft", "unlisted", "noindex", "refused", "none"]

_WORD_BREAK = re.compile(r"(?<=[^\W\dA-ZА-ЯЁ_])(?=[A-ZА-ЯЁ])|[\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʻʼ"), None)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name is a time before which nothing is public if all its words are in these lists.
_HELD = _set("""
    embargo embargoed embargoes hold holds held withhold withheld scheduled эмбарго отложить отложено отложен
    запланировано запланирован придержать rejalashtirilgan режалаштирилган
""")
"""Words that hold back, alone or with others; “until” after them is the end of that."""
_ISSUED = _set("опубликовать публиковать публикация публикации nashr elon chop нашр эълон чоп")
"""Words of publication that are a time of their own."""
_PUBLIC = _set("""
    publish publishes published publication release releases released live schedule visible public post posted выход
    выхода выпуск выпуска размещение размещения
""")
"""Words of publication that are a time only with another word: live_from, release_at. Alone they may be anything."""
_OF_THE_THING = _set("launch launches available")
"""Words that may be said of what the release is about."""
_ENDED = _set("expire expires expired expiry expiration unpublish takedown истекает истечения снять")
_UNTIL = _set("until till untill до gacha гача")
_NOT = _set("not no не")
_TIME = _set("""
    on at after from before since date datetime time timestamp day start starts begin begins в с со после дата дату
    время день раньше ранее sanasi vaqti vaqt sana kuni kun санаси вақти вақт сана куни
""")
_EARLIER = _set("before раньше ранее")
_BETWEEN = _set("""
    by for end ends lift lifts lifted over is under be to go goes снятие снятия qilish qilinsin qilinadi qilinmasin
    etish etilsin etiladi қилиш қилинсин қилинади қилинмасин этиш этилсин этилади
""")
_ALL = _HELD | _ISSUED | _PUBLIC | _OF_THE_THING | _ENDED | _UNTIL | _NOT | _TIME | _BETWEEN

_NO = _set("false no off 0 never none нет yoq йўқ")
_YES = _set("true yes on 1 да ha ҳа")
_OPEN = _set("public open all everyone anyone free any world")
_WITHHELD = _set("""
    draft drafts private pending hidden scheduled schedule future embargo embargoed unpublished review trash
    черновик эмбарго отложено qoralama қоралама
""")

# Keys of other generators. Each list is of names without case, `_`, `-` and blanks.
_IF_SET: dict[Effect, frozenset[str]] = {
    "draft": _set("""
        private unpublished secret confidential wip workinprogress notpublic nonpublic headless withdrawn trash trashed
        deleted removed ignore ignored skip disabled exclude excluded приватно секретно закрыто maxfiy махфий yopiq ёпиқ
    """),
    "unlisted": _set("""
        hidden hide notlisted hiddeninhomelist hiddenfromhomepage hiddenfromhome excludefromhome excludefromcollections
        eleventyexcludefromcollections excludefromfeed excludefromfeeds excludefromrss feedexclude rssexclude rssignore
        skipfeed nofeed norss excludefromarchive excludefromlist excludefromlists hidefromlists hidefromfeed скрыто
        скрыть скрытый yashirin яширин
    """),
    "noindex": _set("""
        excludefromsearch excludesearch searchexclude hiddenfromsearch hidefromsearch excludefromsitemap sitemapexclude
        sitemapignore hidefromsitemap nositemap
    """),
    "refused": _set("""
        password passwordprotected protected protect restricted access accesslevel membersonly subscribersonly
        visibility permission permissions пароль доступ видимость parol
    """),
    "none": _set("redirect redirectto redirecturl redirectlink externalurl externallink movedto navexclude"),
}
_IF_FALSE: dict[Effect, frozenset[str]] = {
    "draft": _set("""
        public ispublic visible live online released available enabled active ready approved render show display
        публично видимый ochiq очиқ
    """),
    "unlisted": _set("listed list feed rss infeed inlist showinlist showinlists showonhome inarchive"),
    "noindex": _set("sitemap insitemap searchable search insearchindex indexable indexed index"),
}
_NO_ROBOTS = re.compile(r"\bnoindex\b|\bnone\b|\bindex: false\b", re.IGNORECASE)
_NO_SITEMAP = re.compile(r"\b(?:disable|disabled|exclude|ignore): true\b", re.IGNORECASE)
_UNBUILT = re.compile(r"\brender: (?:false|never)\b", re.IGNORECASE)
_IN_NO_LIST = re.compile(r"\blist: (?:false|never)\b", re.IGNORECASE)


class NameWords(Struct, frozen=True):
    """What the words of a name say: the key that it means, and whether its own words leave a doubt."""

    key: Literal["embargo", "expires", ""]
    is_doubtful: bool = False


def meaning(name: str) -> NameWords:
    """Whether a name is one of a time before which, or after which, nothing is public."""
    words = _words(name)
    public = words & (_ISSUED | _PUBLIC | _OF_THE_THING)
    if not words <= _ALL:
        return NameWords("")
    if words & _HELD or (words & _NOT and (public or words & _EARLIER)):
        return NameWords("embargo")
    if words & _ENDED or (words & _UNTIL and public):
        return NameWords("expires")
    if words & _ISSUED or (words & _PUBLIC and words & _TIME):
        return NameWords("embargo")
    return NameWords("embargo", is_doubtful=True) if public else NameWords("")


def _words(name: str) -> set[str]:
    return {word.casefold() for word in _WORD_BREAK.split(name.translate(_APOSTROPHES)) if word}


def holds_nothing(name: str, value: str) -> bool:
    """Whether a value says that there is no embargo: `embargo: false`; but `publish: false` is none of these."""
    return is_no(value) and bool(_words(name) & _HELD)


def flag(value: str) -> bool | None:
    """Yes or no in any of the words for it; None for any other value."""
    return True if is_yes(value) else False if is_no(value) else None


def is_no(value: str) -> bool:
    """Whether a value is a word for no."""
    return value.strip().casefold().translate(_APOSTROPHES) in _NO


def is_yes(value: str) -> bool:
    """Whether a value is a word for yes."""
    return value.strip().casefold().translate(_APOSTROPHES) in _YES


def is_withheld(value: str) -> bool:
    """Whether a value is a state in which a release is not public."""
    return value.strip().casefold() in _WITHHELD


def effect(name: str, node: Node) -> Effect | Literal[""]:
    """What a key of another generator would have done to the page, or nothing; `name` without case, `_`, `-`, blanks.

    `refused` is what no static page can do; `none` would have moved the page, or left it out of a menu.
    """
    value = flat(node)
    if name in ("robots", "metarobots"):
        return "noindex" if _NO_ROBOTS.search(value) else ""
    if name == "sitemap" and _NO_SITEMAP.search(value):
        return "noindex"
    if name == "build":
        return "draft" if _UNBUILT.search(value) else "unlisted" if _IN_NO_LIST.search(value) else ""
    if is_no(value):
        return next((one for one, names in _IF_FALSE.items() if name in names), "")
    asked: Effect | Literal[""] = next((one for one, names in _IF_SET.items() if name in names), "")
    word = value.strip().casefold()
    if asked != "refused" or (is_withheld(word) and word != "hidden"):
        return "draft" if asked == "refused" else asked
    return "" if word in _OPEN else "unlisted" if word in ("hidden", "unlisted") else "refused"


def flat(node: Node) -> str:
    """A value on one line, as far as its words matter."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return ", ".join(f"{key.text}: {flat(value)}" for key, value in node.entries)
    return ", ".join(map(flat, node.items))
