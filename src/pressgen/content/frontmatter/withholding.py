"""Words for “not yet”, “not public” and “not in lists”, as newsrooms and other generators write them."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from pressgen.content.yaml_tree import Mapping, Node, Scalar

Effect = Literal["draft", "unlisted", "noindex", "refused", "none"]

# Names are written with_underscores, with-hyphens, with spaces and inCamelCase.
_WORD_BREAK = re.compile(r"(?<=[^\W\dA-ZА-ЯЁ_])(?=[A-ZА-ЯЁ])|[\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʻʼ"), None)


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name is a time of publication, or of its end, if all its words are in these lists.
_HOLD_WORDS = _words_of("""
    embargo embargoed embargoes hold holds held withhold withheld scheduled эмбарго отложить отложено отложен
    запланировано запланирован придержать rejalashtirilgan режалаштирилган sperrfrist sperrvermerk embargado embargada
""")
"""Words for an embargo, alone or with others; “until” after them is its end."""
_ISSUE_WORDS = _words_of("опубликовать публиковать публикация публикации nashr elon chop нашр эълон чоп")
"""Words for publication that mean a time on their own."""
_PUBLIC_WORDS = _words_of("""
    publish publishes published publication release releases released live schedule visible public post posted выход
    выхода выпуск выпуска размещение размещения
""")
"""Words for publication that mean a time only with another word, such as live_from or release_at."""
_SUBJECT_WORDS = _words_of("launch launches available")
"""Words that may be about the subject of the release."""
_END_WORDS = _words_of("expire expires expired expiry expiration unpublish takedown истекает истечения снять")
_UNTIL_WORDS = _words_of("until till untill до bis gacha гача")
_NOT_WORDS = _words_of("not no не")
_TIME_WORDS = _words_of("""
    on at after from before since date datetime time timestamp day start starts begin begins в с со после дата дату
    время день раньше ранее sanasi vaqti vaqt sana kuni kun санаси вақти вақт сана куни
""")
_EARLIER_WORDS = _words_of("before раньше ранее")
_FILLER_WORDS = _words_of("""
    by for end ends lift lifts lifted over is under be to go goes снятие снятия qilish qilinsin qilinadi qilinmasin
    etish etilsin etiladi қилиш қилинсин қилинади қилинмасин этиш этилсин этилади
""")
_PUBLICATION_WORDS = _ISSUE_WORDS | _PUBLIC_WORDS | _SUBJECT_WORDS
_ALL_WORDS = _HOLD_WORDS | _PUBLICATION_WORDS | _END_WORDS | _UNTIL_WORDS | _NOT_WORDS | _TIME_WORDS | _FILLER_WORDS

_NO_WORDS = _words_of("false no off 0 never none нет yoq йўқ")
_NEVER_WORDS = _words_of("false no never none нет никогда yoq йўқ")
_YES_WORDS = _words_of("true yes on 1 да ha ҳа")
_OPEN_STATES = _words_of("public open all everyone anyone free any world")
_WITHHELD_STATES = _words_of("""
    draft drafts private pending hidden scheduled schedule future embargo embargoed unpublished review trash
    withdrawn retracted черновик эмбарго отложено отозван отозвано qoralama қоралама
""")

# Keys of other generators, without case, `_`, `-` and spaces.
_IF_SET: dict[Effect, frozenset[str]] = {
    "draft": _words_of("""
        private unpublished secret confidential wip workinprogress notpublic nonpublic headless withdrawn trash trashed
        deleted removed ignore ignored skip disabled exclude excluded приватно секретно закрыто maxfiy махфий yopiq ёпиқ
        internalonly forinternaluse entwurf brouillon borrador bozza rascunho taslak чернетка
    """),
    "unlisted": _words_of("""
        hidden hide notlisted hiddeninhomelist hiddenfromhomepage hiddenfromhome excludefromhome excludefromcollections
        eleventyexcludefromcollections excludefromfeed excludefromfeeds excludefromrss feedexclude rssexclude rssignore
        skipfeed nofeed norss excludefromarchive excludefromlist excludefromlists hidefromlists hidefromfeed скрыто
        скрыть скрытый yashirin яширин
    """),
    "noindex": _words_of("""
        excludefromsearch excludesearch searchexclude hiddenfromsearch hidefromsearch excludefromsitemap sitemapexclude
        sitemapignore hidefromsitemap nositemap
    """),
    "refused": _words_of("""
        password passwordprotected protected protect restricted access accesslevel membersonly subscribersonly
        visibility permission permissions пароль доступ видимость parol
    """),
    "none": _words_of("redirect redirectto redirecturl redirectlink externalurl externallink movedto navexclude"),
}
_IF_FALSE: dict[Effect, frozenset[str]] = {
    "draft": _words_of("""
        public ispublic visible live online released available enabled active ready approved render show display
        публично видимый ochiq очиқ veröffentlicht veroeffentlicht publié publie publicado pubblicato
    """),
    "unlisted": _words_of("listed list feed rss infeed inlist showinlist showinlists showonhome inarchive"),
    "noindex": _words_of("sitemap insitemap searchable search insearchindex indexable indexed index"),
}
_STATES = _words_of("""
    state workflow workflowstate workflowstatus moderationstate moderationstatus review reviewstate reviewstatus
    approval approvalstatus publishstate publishstatus publishingstatus publicationstate publicationstatus
    editorialstatus articlestatus contentstatus entrystatus pagestatus documentstatus wpstatus
""")
"""Keys whose value may be a state in which a page is not public."""
_WORDS_OF_STATES = _words_of("""
    in under needs need needed awaiting waiting await for of to be is not yet auto ready approval approved copy legal
    internal editorial peer progress
""")
"""Words that states in which a page is not public have beside those: in review, auto-draft, pending approval."""
CONTAINERS = _words_of("""
    params extra meta metadata options settings config page post article publishing publication frontmatter data fields
    system sys seo flags attributes workflow press
""")
"""Groups in which themes and editors have keys that are about the page."""
# Words of names such as do_not_publish, draft_mode and is_ready.
_FLAG_WORDS = _words_of("is has in as do does dont mode status flag yet this это на в ha")
_REFUSALS = _NOT_WORDS | _words_of("dont never skip")
_READY_WORDS = _ISSUE_WORDS | _IF_FALSE["draft"] | _words_of("publish published release public готово tayyor тайёр")
FOREIGN_NAMES = frozenset(("robots", "metarobots", "build")).union(_STATES, *_IF_SET.values(), *_IF_FALSE.values())
"""All keys of other generators that have an effect here."""
WITHHELD_NAMES = _WITHHELD_STATES | _IF_SET["draft"] | _HOLD_WORDS | _END_WORDS
"""Words for what is not public yet, or no more."""
_NO_ROBOTS = re.compile(r"\bnoindex\b|\bnone\b|\bindex: false\b", re.IGNORECASE)
_NO_SITEMAP = re.compile(r"\b(?:disable|disabled|exclude|ignore): true\b", re.IGNORECASE)
_NO_RENDERING = re.compile(r"\brender: (?:false|never)\b", re.IGNORECASE)
_NO_LISTING = re.compile(r"\blist: (?:false|never)\b", re.IGNORECASE)


class NameWords(Struct, frozen=True):
    """The key that the words of a name mean, and whether they may mean something else."""

    key: Literal["embargo", "expires", ""]
    is_doubtful: bool = False


def meaning(name: str) -> NameWords:
    """Which key a name means by its words: a time before which, or after which, nothing is public."""
    words = _words(name)
    public = words & _PUBLICATION_WORDS
    # One unknown word can change the meaning: `release_notes_date`.
    if not words <= _ALL_WORDS:
        return NameWords("")
    if words & _HOLD_WORDS or (words & _NOT_WORDS and (public or words & _EARLIER_WORDS)):
        return NameWords("embargo")
    if words & _END_WORDS or (words & _UNTIL_WORDS and public):
        return NameWords("expires")
    if words & _ISSUE_WORDS or (words & _PUBLIC_WORDS and words & _TIME_WORDS):
        return NameWords("embargo")
    return NameWords("embargo", is_doubtful=True) if public else NameWords("")


def _words(name: str) -> set[str]:
    return {word.casefold() for word in _WORD_BREAK.split(name.translate(_APOSTROPHES)) if word}


def is_no_embargo(name: str, value: str) -> bool:
    """Whether there is no embargo: `embargo: false`. But `publish: false` means never."""
    return is_no(value) and bool(_words(name) & _HOLD_WORDS)


def is_embargo(name: str, value: str) -> bool:
    """Whether a value other than a time is an embargo without one: `embargo: true`, `hold: until noon`."""
    return bool(value.strip()) and not is_no(value) and bool(_words(name) & _HOLD_WORDS)


def is_no_end(name: str, value: str) -> bool:
    """Whether a release stays public: `expires: never`. But `publish_until: never` may mean that it never is.

    So may `not_expired: false`.
    """
    words = value.strip().casefold().translate(_APOSTROPHES)
    return words in _NEVER_WORDS and bool(_words(name) & _END_WORDS) and not _words(name) & _NOT_WORDS


def holds_back(name: str, value: str) -> bool:
    """Whether a key that is none of those known says by its words that the release is not public.

    Such are `do_not_publish: true`, `draft_mode: true` and `is_ready: false`.
    """
    words = _words(name)
    if is_yes(value):
        is_refusal = bool(words & _REFUSALS)
        held = words & (_READY_WORDS if is_refusal else {"drafted"} | _WITHHELD_STATES | _IF_SET["draft"] | _HOLD_WORDS)
        return bool(held) and words <= held | _REFUSALS | _FLAG_WORDS
    return is_no(value) and bool(words & _READY_WORDS) and words <= _READY_WORDS | _FLAG_WORDS


def parse_flag(value: str) -> bool | None:
    """True or False for a word for yes or no; None for any other value."""
    return True if is_yes(value) else False if is_no(value) else None


def is_no(value: str) -> bool:
    """Whether a value is a word for no."""
    return value.strip().casefold().translate(_APOSTROPHES) in _NO_WORDS


def is_yes(value: str) -> bool:
    """Whether a value is a word for yes."""
    return value.strip().casefold().translate(_APOSTROPHES) in _YES_WORDS


def is_withheld(value: str) -> bool:
    """Whether a value is a word for a state in which a release is not public."""
    return value.strip().casefold() in _WITHHELD_STATES


def _is_withheld_state(value: str) -> bool:
    """Whether a value is such a word, alone or with others that say how: pending, pending review, needs_review."""
    words = _words(value)
    return bool(words & _WITHHELD_STATES) and words <= _WITHHELD_STATES | _WORDS_OF_STATES


def effect(name: str, node: Node) -> Effect | Literal[""]:
    """The effect of another generator's key on its page, or ""; `name` is without case, `_`, `-` and spaces.

    `refused` needs a server that checks who may read; `none` is a redirection or a menu.
    """
    value = flatten(node)
    if name in ("robots", "metarobots"):
        return "noindex" if _NO_ROBOTS.search(value) else ""
    if name == "sitemap" and _NO_SITEMAP.search(value):
        return "noindex"
    if name == "build":
        return "draft" if _NO_RENDERING.search(value) else "unlisted" if _NO_LISTING.search(value) else ""
    if (name in _STATES and _is_withheld_state(value)) or (name == "flags" and any(map(is_withheld, value.split(",")))):
        return "draft"
    # isDraft, is_private
    if name.startswith("is") and (effect_of_flag := _effect_of_flag(name[2:], value)):
        return effect_of_flag
    if is_no(value):
        return next((requested for requested, names in _IF_FALSE.items() if name in names), "")
    # `access` and `visibility` also have values that need no server, such as public, draft and hidden.
    requested: Effect | Literal[""] = next((requested for requested, names in _IF_SET.items() if name in names), "")
    word = value.strip().casefold()
    if requested != "refused" or (is_withheld(word) and word != "hidden"):
        return "draft" if requested == "refused" else requested
    return "" if word in _OPEN_STATES else "unlisted" if word in ("hidden", "unlisted") else "refused"


def effect_within(name: str, node: Node) -> Effect | Literal[""]:
    """The effect on its page of a key in a group: of one that can be about nothing but the page."""
    value = flatten(node)
    if name in ("status", *_STATES):
        return "draft" if _is_withheld_state(value) else ""
    return _effect_of_flag(name.removeprefix("is"), value)


def _effect_of_flag(name: str, value: str) -> Effect | Literal[""]:
    if name in ("draft", "published", "publish", "public"):
        return "draft" if (is_yes if name == "draft" else is_no)(value) else ""
    effects: tuple[Effect, ...] = ("draft", "unlisted", "noindex")
    if is_yes(value):
        return name if name in effects else next((each for each in effects if name in _IF_SET[each]), "")
    return ""


def keeps_back(name: str) -> bool:
    """Whether another generator's key makes its page a draft; `name` is as for `effect`."""
    return name.removeprefix("is") in ("draft", *_IF_SET["draft"])


def flatten(node: Node) -> str:
    """A value as one line of its words, for searching and for messages."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return ", ".join(f"{key.text}: {flatten(value)}" for key, value in node.entries)
    return ", ".join(map(flatten, node.items))
