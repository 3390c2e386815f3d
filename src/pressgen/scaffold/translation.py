"""A translation begun: the sibling of a release in another language, which `check` does not let be forgotten."""

from __future__ import annotations

from pressgen.errors import Problem, SettingsError
from pressgen.model import Page, Post
from pressgen.scaffold.matter import ORIGINAL_TAGS, OTHER_WORDS, Entry, entries
from pressgen.scaffold.placing import Stripped, path_in, stripped, style_of
from pressgen.scaffold.rebase import rebased
from pressgen.scaffold.release import Begun, document, listed, posts_of, proved, tags_in_use
from pressgen.scaffold.samples import voice
from pressgen.scaffold.wording import entitled
from pressgen.site.sources import Sources
from pressgen.site.translations import groups

MARKS = {"en": "[insert the translation]", "ru": "[вставить перевод]", "uz": "[tarjimasini kiriting]"}
"""What stands before every text that is still in the other language; `check` finds it."""
LEFT = frozenset(
    ("title", "summary", "lang", "status", "draft", "published", "slug", "permalink", "aliases", "views", "tags")
)
"""Keys that are written anew, or that belong to one language only."""
WORDS = ("dateline", "authors", "image", "image_alt", "image_caption", "image_credit")
"""Keys with words that `check` cannot tell from a translation."""


def translate(sources: Sources, path: str, lang: str) -> Begun:
    """The file of a translation; raises SettingsError if there is one already, or none can be."""
    original, wanted = document(sources, path), listed(lang, sources.settings)
    _refuse_second(sources, original, wanted)
    place = _place(sources, original, wanted)
    target = place if isinstance(place, str) else path_in(place, wanted)
    data = (sources.root / sources.folder.sources[original.path].name).read_bytes()
    found, body = entries(data, original.path)
    mark = MARKS[voice(wanted) or "en"]
    headline = f"{mark} {original.matter.title}"
    head = [f"title: {entitled(headline)}\n"]
    if stripped(target, sources.settings.languages).style == "plain" and wanted != sources.settings.languages[0]:
        head.append(f"lang: {wanted}\n")
    if original.matter.summary:
        head.append(f"summary: {entitled(f'{mark} {original.matter.summary}')}\n")
    body = rebased(body, original, target, sources)
    kept = "".join(_kept(entry, original, target, sources) for entry in found if entry.key not in LEFT)
    words = ", ".join(entry.key for entry in found if entry.key in WORDS)
    tags = _tags(original, sources, wanted) + (f"{OTHER_WORDS} {words}\n" if words else "")
    text = f"---\n{''.join(head)}status: draft\n{kept}{tags}---\n\n{mark}\n\n{body}\n"
    return Begun(target, proved(text, target, headline, sources))


def _refuse_second(sources: Sources, original: Post | Page, lang: str) -> None:
    documents = [
        one.document
        for one in sources.documents.values()
        if one.document and isinstance(one.document, Post) == isinstance(original, Post)
    ]
    group = next(group for group in groups(documents) if any(documents[index] is original for index in group))
    known = next((documents[index] for index in group if documents[index].lang == lang), None)
    if known is not None:
        raise SettingsError(Problem.at("translation-exists", path=known.path, lang=lang))


def _place(sources: Sources, original: Post | Page, lang: str) -> Stripped | str:
    """Where the translation goes: beside the original, told apart as the site does it."""
    settings = sources.settings
    here = stripped(original.path, settings.languages)
    style = here.style if here.style == "folder" else style_of(posts_of(sources), settings, lang)
    if style == "plain" and lang != settings.languages[0]:
        if original.matter.translation_key:
            return path_in(Stripped(here.folders, f"{here.stem}-{lang.lower()}", "plain"), lang)
        # Without a key in the front matter only the path can join the two.
        style = "suffix"
    place = Stripped(here.folders, here.stem, style)
    taken = path_in(place, lang) in sources.folder.sources
    return Stripped(here.folders, here.stem, "suffix") if taken else place


def _kept(entry: Entry, original: Post | Page, target: str, sources: Sources) -> str:
    """The lines of a key; a picture is named as it is seen from the new file."""
    return rebased(entry.lines, original, target, sources) if entry.key == "image" else entry.lines


def _tags(original: Post | Page, sources: Sources, lang: str) -> str:
    """No tags yet, for they are words; those of the original and those in use stand beside as comments."""
    before = f"{ORIGINAL_TAGS} {', '.join(original.matter.tags)}\n" if original.matter.tags else ""
    return f"tags: []\n{before}{tags_in_use(sources, lang)}"
