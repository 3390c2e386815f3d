"""Links from one page to another, and lists of releases: tags, sections, people, series, and those on pages."""

from __future__ import annotations

from msgspec import Struct


class Link(Struct, frozen=True, kw_only=True, gc=False):
    """All that one page needs to point at another."""

    title: str
    href: str
    lang: str = ""
    dir: str = ""


class Alternate(Struct, frozen=True, kw_only=True, gc=False):
    """The same page in another language: a BCP 47 tag, an Open Graph locale, its name in that language."""

    lang: str
    locale: str
    url: str
    href: str
    name: str
    dir: str


class Term(Struct, frozen=True, kw_only=True, gc=False):
    """One tag, section, person or series of one edition; `releases` are indexes into the edition's articles.

    They come from the oldest; those of a series in the order of its parts. `alternates` are its pages in all languages,
    this one among them; there are none if it is in one language only. `key` is that of the settings, empty for a tag.
    """

    name: str
    slug: str
    path: str
    href: str
    url: str
    # Numbers and not the articles themselves: a changed body must not change the digest of its tags.
    releases: tuple[int, ...]
    alternates: tuple[Alternate, ...] = ()
    key: str = ""
    description: str = ""


class SeriesPart(Struct, frozen=True, kw_only=True, gc=False):
    """The place of a release in a series: the name and href of that, its number, and its neighbours.

    `count` is the number of public parts; it is 0 if the numbers of the parts go beyond it.
    """

    title: str
    href: str
    number: int
    count: int
    older: Link | None = None
    newer: Link | None = None


class PageList(Struct, frozen=True, kw_only=True):
    """A list of releases on a standing page: indexes into the edition's articles, newest first.

    `whole` leads to the list that has all of them, if there is one.
    """

    title: str
    releases: tuple[int, ...]
    whole: Link | None = None
