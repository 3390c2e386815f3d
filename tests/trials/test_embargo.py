"""The embargo: a withheld release changes no byte, none of its words is there before its time, and no filter fails unseen."""

from __future__ import annotations

import gzip
import io
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from msgspec import structs
from PIL import Image

from conftest import SETTINGS, Site, rendered
from films import CAPTIONS, box, mp4
from pressgen.model import Rendered
from pressgen.model import Site as Assembled
from pressgen.plan import draft, feeds, plan, press_kits, redirects, share_cards, sitemaps
from pressgen.plan.layout import EditionContext
from pressgen.site import articles, assemble, context, embargo, feed_ids, taxonomy
from pressgen.site import collections as site_collections
from pressgen.site.sources import Sources
from test_laws import NOW, Document, Random, laid_out, names_in, random_sites, same, sites, written
from trials.trial import SEED, Trial

# A withheld release changes nothing.

KEYS = (
    "summary: Summary of {name}.",
    "authors: [Author of {name}, {{name: Second, url: 'https://a.example/{name}'}}]",
    "contacts: {{name: Contact of {name}, email: '{name}@a.example', phone: +998 66 233 00 00}}",
    "dateline: Town of {name}",
    "id: {name}",
    "id: shared",
    "slug: slug-{name}",
    "slug: shared",
    "permalink: /own/{name}/",
    "translation_key: {name}",
    "translation_key: shared",
    "x_{name}: [Value, {{of: '{name}'}}]",
    "template: {name}.html",
    "check_ignore: {{headline-long: Said by {name}}}",
    "sample: true",
    "image_caption: Caption of {name}",
    "image_credit: Credit of {name}",
    "event: {{start: 2026-02-01 10:00, name: Event of {name}, place: Place of {name}, online: 'https://a.example/{name}'}}",
    "image_copyright: © {name}",
    "image_licence: Terms of {name}",
    "originals: false",
    "lang: de",
    "lang: pt_BR",
    "lang: english",
)
"""Further keys of front matter; several documents may have the same value of some."""


def enriched(document: Document, text: str) -> str:
    """The source of a document with some of the further keys; which ones depends on its path alone."""
    chance = random.Random(f"{SEED} {document.path}")
    name = re.sub(r"\W", "", document.path)
    lines: dict[str, str] = {}
    for line in chance.sample(KEYS, chance.randrange(len(KEYS))):
        lines.setdefault(line.partition(":")[0], line.format(name=name))
    # The address of an expired release stays taken; and one without a lead picture has no caption of it.
    if document.expires is not None and lines.get("slug") == "slug: shared":
        del lines["slug"]
    if document.event is not None:
        lines.pop("event", None)
    # The document may have some of them already.
    lines = {key: line for key, line in lines.items() if f"\n{key}:" not in text}
    if document.picture is None:
        lines = {key: line for key, line in lines.items() if not key.startswith("image")}
    return text.replace("---\n", "---\n" + "".join(f"{line}\n" for line in lines.values()), 1)


def test_a_site_is_that_without_all_that_is_withheld(trial: Trial, full_trials: bool) -> None:
    @settings(random_sites, max_examples=300 if full_trials else 15)
    @given(sites())
    def check(drawn: Random) -> None:
        public = [document for document in drawn.documents if not document.is_held()]
        held = [document for document in drawn.documents if document.is_held()]
        needed = {name for document in public for name in names_in(document)}
        with laid_out(drawn, NOW) as whole, laid_out(drawn, NOW) as bare:
            for document in drawn.documents:
                for made in (whole, bare):
                    made.edit(document.path, enriched(document, written(document, drawn, NOW)))
            for document in held:
                bare.remove(document.path)
            for name in {name for document in held for name in names_in(document)} - needed:
                bare.remove(name)
            first, second = rendered(whole.folder, NOW), rendered(bare.folder, NOW)
            differing = [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
            trial.case(repr(drawn), ", ".join(sorted(differing)))
            # Everything was new, so that everything was searched.
            assert whole.build(as_of=NOW.isoformat(), jobs=1).exit_code == 0, whole.report.problems
            same(first, whole.files())

    check()
    trial.end()


# Its words.

MARKS = """
    title summary tag slug author author-role author-page author-mail contact contact-role contact-page contact-mail
    picture picture-alt picture-caption picture-credit picture-copyright picture-licence picture-artist picture-rights
    dateline alias second-alias extra extra-list extra-group translation translation-tag translation-file
    opening heading list quote table code footnote link link-page html emphasis body-picture body-picture-alt body-title
    attachment attachment-words attachment-text zip-text id section person speaker series portrait
    film film-words film-title captions transcript card-title card-author
    event-name event-place event-address event-online event-page event-text event-mail event-form
    gallery-picture gallery-alt gallery-caption gallery-credit body-credit
""".split()  # fmt: skip
"""What of a release has a word of its own."""
TEMPLATE = (
    "{% extends 'article.html' %}{% block main %}{{ super() }}{{ release.extra }} {{ release.authors }}{% endblock %}"
)


WHOLE = {
    "title": "{} is opened in Samarkand",
    "summary": "{} and what will follow.",
    "captions": "{} was said in the film that we show",
    "transcript": "{} was heard by all who came there",
    "opening": "{} was said by everybody who came there",
    "id": "https://id.example/{}",
    "second-alias": "/old/{}.html",
    "author-page": "https://a.example/{}",
    "contact-page": "https://a.example/{}",
    "author-mail": "{}@a.example",
    "contact-mail": "{}@a.example",
    "event-online": "https://a.example/{}",
    "event-page": "https://a.example/{}",
    "event-form": "https://a.example/{}",
    "event-mail": "{}@a.example",
}
"""Values in which the word is one of several."""


def mark(name: str) -> str:
    """The word of a part, which nothing else has."""
    return f"zq{MARKS.index(name):02}{name.replace('-', '')}"


def photo(seed: int) -> bytes:
    """A JPEG with an artist and a copyright, and pixels of its own."""
    picture = Image.effect_noise((1300, 900), 40 + seed).convert("RGB")
    exif = Image.Exif()
    exif[0x013B], exif[0x8298] = mark("picture-artist"), mark("picture-rights")
    data = io.BytesIO()
    picture.save(data, "JPEG", exif=exif)
    return data.getvalue()


def lay(folder: Path) -> Site:
    """A newsroom with a public release in two languages, and one under embargo until 15 January 2026, 12:01."""
    m = mark
    made = Site(folder, "")
    made.edit(
        "pressgen.yml",
        SETTINGS + "languages: [en, uz]\ncontacts: {press: {name: Press Office}}\nviews: {most_read: 3}\n"
        "share_cards: true\npress_kits: true\n"
        f"sections: {{{m('section')}: {{name: {m('section')}}}}}\nseries: {{{m('series')}: {{name: {m('series')}}}}}\n"
        f"people: {{{m('person')}: {{name: {m('person')}}}, {m('speaker')}: {{name: {m('speaker')}, portrait: {m('portrait')}.jpg}}}}\n",
    )
    made.edit("templates/own.html", TEMPLATE)
    made.edit(
        "data/views.yml",
        "as_of:\n  log: 2026-01-14\n\nreleases:\n"
        f"  /2024/01/older/:\n    log: {{views: 9}}\n  /2026/01/{m('slug')}/:\n    log: {{views: 900}}\n",
    )
    made.edit(f"content/{m('picture')}.jpg", photo(0))
    made.edit(f"content/{m('body-picture')}.jpg", photo(1))
    made.edit(f"content/{m('portrait')}.jpg", photo(2))
    made.edit(f"static/{m('film')}.mp4", mp4(box(b"udta", box(b"cprt", random.Random(1).randbytes(400)))))
    made.edit(
        f"static/{m('film')}.vtt", CAPTIONS.replace("Hello.", f"{m('captions')} was said in the film that we show")
    )
    made.edit(f"static/{m('film')}.txt", f"{m('transcript')} was heard by all who came there")
    made.edit("content/cards.yml", f"https://t.me/uzedu/1: {{title: {m('card-title')}, author: {m('card-author')}}}\n")
    made.edit(f"content/{m('gallery-picture')}.jpg", photo(3))
    made.edit(f"static/{m('attachment')}.txt", m("attachment-text"))
    made.edit("static/pack.gz", gzip.compress(m("zip-text").encode()))
    for lang in ("", ".uz"):
        made.edit(
            f"content/open{lang}.md",
            f"---\ntitle: Open day\ndate: 2026-01-10\ntags: [News]\nrelated: [held{lang}.md]\n---\n[See](held{lang}.md)\n",
        )
    made.edit("content/older.md", "---\ntitle: Older\ndate: 2024-01-10\ntags: [News]\n---\nText.\n")
    made.edit("content/held.md", f"""\
---
title: {m("title")} is opened in Samarkand
date: 2026-01-15 12:01
summary: {m("summary")} and what will follow.
tags: [{m("tag")}, News]
slug: {m("slug")}
id: https://id.example/{m("id")}
translation_key: held
template: own.html
authors: {{name: {m("author")}, role: {m("author-role")}, url: "https://a.example/{m("author-page")}",
  email: {m("author-mail")}@a.example}}
contacts: {{name: {m("contact")}, role: {m("contact-role")}, url: "https://a.example/{m("contact-page")}",
  email: {m("contact-mail")}@a.example}}
image: {{src: {m("picture")}.jpg, alt: "{m("picture-alt")}", caption: "{m("picture-caption")}", credit: "{m("picture-credit")}", copyright: "{m("picture-copyright")}",
  licence: "{m("picture-licence")}"}}
gallery: [{{src: {m("gallery-picture")}.jpg, alt: "{m("gallery-alt")}", caption: "{m("gallery-caption")}", credit: "{m("gallery-credit")}"}}]
dateline: {m("dateline")}
aliases: [/{m("alias")}/, /old/{m("second-alias")}.html]
section: {m("section")}
people: {m("person")}
series: {{name: {m("series")}, part: 1}}
event: {{name: {m("event-name")}, start: 2026-02-01 10:00, place: {m("event-place")}, address: {m("event-address")},
  online: "https://a.example/{m("event-online")}", url: "https://a.example/{m("event-page")}",
  accreditation: {{text: {m("event-text")}, email: {m("event-mail")}@a.example, url: "https://a.example/{m("event-form")}"}}}}
budget: {m("extra")}
partners: [{m("extra-list")}, {{first: {m("extra-group")}}}]
---
{m("opening")} was said by everybody who came there, and what they said was written down.

## {m("heading")}

- {m("list")}

> {m("quote")}

| {m("table")} | b |
|---|---|
| c | d |

    {m("code")}

One *{m("emphasis")}*.[^1] [She](person:{m("speaker")}) [{m("link")}](https://b.example/{m("link-page")}) <abbr title="{m("html")}">x</abbr>
![{m("body-picture-alt")}]({m("body-picture")}.jpg "{m("body-title")}"){{credit="{m("body-credit")}"}}
[{m("attachment-words")}](/{m("attachment")}.txt) [Pack](/pack.gz)

![{m("film-words")}](/{m("film")}.mp4 "{m("film-title")}")

https://t.me/uzedu/1

[^1]: {m("footnote")}
""")  # fmt: skip
    made.edit(
        "content/held.uz.md",
        f"---\ntitle: {m('translation')}\ndate: 2026-01-15 12:01\ntranslation_key: held\n"
        f"tags: [{m('translation-tag')}]\nslug: {m('translation-file')}\n---\nMatn.\n",
    )
    return made


def marks_in(made: Site, folder: str) -> set[str]:
    """The parts whose words are in an output folder: in names, in bytes, packed, or percent-encoded."""
    texts = []
    for path in (made.folder / folder).rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            texts.append(f"{path.relative_to(made.folder / folder).as_posix()} {data.decode(errors='replace')}")
    text = "\n".join(texts)
    text += unquote(text)
    return {name for name in MARKS if mark(name) in text.casefold()}


def test_every_mark_appears_at_the_hour_and_none_before(tmp_path: Path, trial: Trial) -> None:
    made = lay(tmp_path / "site")
    report = made.build(as_of="2026-01-15 12:00:59", output="before")
    assert report.exit_code == 0, report.problems
    before = marks_in(made, "before")
    made.build(as_of="2026-01-15 12:01", output="after")
    after = marks_in(made, "after")
    for name in MARKS:
        trial.case(name, "is there before" if name in before else "", "" if name in after else "is not there after")
    trial.end()


def test_every_part_in_a_static_file_is_noticed(tmp_path: Path, trial: Trial) -> None:
    made = lay(tmp_path / "site")
    # Of files, the bytes are looked for; of texts, runs of words; and one short word says nothing in a file.
    unseen = set(
        """
        attachment-text zip-text picture-artist picture-rights body-title body-credit body-picture-alt heading list quote
        table code footnote link link-page html emphasis attachment-words tag film-words film-title
    """.split()
    )
    for name in MARKS:
        made.edit("static/note.txt", f"We know of {WHOLE.get(name, '{}').format(mark(name))}!")
        report = made.build(as_of="2026-01-15 12:00:59", jobs=1)
        told = [problem.file for problem in report.problems if problem.code == "leak"]
        wanted = (0, 0) if name in unseen else (1, 1)
        trial.case(name, "" if (report.exit_code, len(told)) == wanted else f"told {told}")
    trial.end(seen=len(MARKS) - len(unseen))


# Filters that are switched off, one at a time. Each then knows all that was parsed, whatever its time is.

Patch = pytest.MonkeyPatch


def gate(patch: Patch) -> None:
    patch.setattr(context, "gate", lambda documents, instant, visibility: tuple(documents))


def reasons(patch: Patch) -> None:
    patch.setattr(embargo, "reasons", lambda document, instant: ())


def why_hidden(patch: Patch) -> None:
    patch.setattr(embargo, "why_hidden", lambda document, instant, visibility="public": None)


def file_selection(patch: Patch) -> None:
    patch.setattr(assemble, "files_of", lambda documents, files, address: frozenset())


def _with_sources(patch: Patch, use: Callable[[Sources], None]) -> None:
    real = context.visible_documents

    def visible(sources: Sources, *more: Any) -> Any:
        use(sources)
        return real(sources, *more)

    patch.setattr(assemble, "visible_documents", visible)


def tags(patch: Patch) -> None:
    """The index of tags knows those of all releases."""
    latest: list[Sources] = []
    real_names, real_terms = taxonomy.spellings, taxonomy.terms
    _with_sources(patch, latest.append)

    def spellings(posts: Any, slugs: Any) -> Any:
        listed = list(posts)
        lang = listed[0].lang if listed else "en"
        return real_names([*listed, *(post for post in latest[-1].posts if post.lang == lang)], slugs)

    def terms(posts: Any, names: Any, prefix: str, address: Any) -> Any:
        found = real_terms(posts, names, prefix, address)
        used = {term.slug for term in found}
        unused = [taxonomy._term(name, (0,), prefix, address) for name in names.values() if name.slug not in used]
        return (*found, *unused)

    patch.setattr(taxonomy, "spellings", spellings)
    patch.setattr(taxonomy, "terms", terms)


def collections(patch: Patch) -> None:
    """The lists of sections, people and series have all releases."""
    latest: list[Sources] = []
    _with_sources(patch, latest.append)
    real = site_collections.collect

    def collect(listed: Any, posts: Any, options: Any, index: Any) -> Any:
        everything = sorted(latest[-1].posts, key=lambda post: post.date.at)
        addresses = {post.path: index.addresses.get(post.path, f"/{post.slug}/") for post in everything}
        found = real(everything, everything, options, structs.replace(index, addresses=addresses))
        # Each leads to a public release, so that their pages can be planned.
        by_language = {
            lang: site_collections.EditionCollections(
                *(tuple(structs.replace(term, releases=(0,)) for term in terms) for terms in own)
            )
            for lang, own in found.by_language.items()
        }
        return structs.replace(found, by_language=by_language)

    patch.setattr(context, "collect", collect)


def _of_all(patch: Patch, name: str) -> None:
    """A function of the groundwork is given all releases in place of the visible ones."""
    latest: list[Sources] = []
    _with_sources(patch, latest.append)
    real = getattr(context, name)
    patch.setattr(
        context, name, lambda posts, *more: real(sorted(latest[-1].posts, key=lambda post: post.date.at), *more)
    )


def addresses_and_related(patch: Patch) -> None:
    """Links and related releases know the addresses and headlines of all releases."""
    _of_all(patch, "_context")


def translations(patch: Patch) -> None:
    """Pages know all versions in other languages: of the open release there is one that is withheld."""
    latest: list[Sources] = []
    _with_sources(patch, latest.append)
    real = context._versions

    def versions(documents: Any, hrefs: dict[str, str], address: Any, options: Any) -> Any:
        others = [document for document in latest[-1].posts if document.path not in {each.path for each in documents}]
        if not documents or not hasattr(documents[0], "date"):
            return real(documents, hrefs, address, options)
        more = {other.path: f"/{other.matter.slug}/" for other in others}
        return real([*documents, *others], {**hrefs, **more}, address, options)

    patch.setattr(context, "_versions", versions)


def ids(patch: Patch) -> None:
    """Feeds know the ids of all releases, and give the first one to the public release."""
    latest: list[Sources] = []
    _with_sources(patch, latest.append)
    real = feed_ids.feed_ids

    def all_ids(posts: Any, *others_of: Any) -> Any:
        found, problems = real(posts, *others_of)
        others = [post.matter.id for post in latest[-1].posts if post.matter.id and post.path not in found]
        return {path: others[0] if others else value for path, value in found.items()}, problems

    patch.setattr(context, "feed_ids", all_ids)


def contacts(patch: Patch) -> None:
    """The press contacts of all releases are those of each."""
    latest: list[Sources] = []
    _with_sources(patch, latest.append)

    def people(post: Any, options: Any, collections: Any) -> Any:
        return tuple(p for other in latest[-1].posts for p in other.matter.contacts if not isinstance(p, str)), ()

    patch.setattr(articles, "contacts_of", people)


def _everything(patch: Patch) -> list[Assembled]:
    """The site with all releases, assembled whenever the site without them is."""
    latest: list[Assembled] = []

    def assembled(sources: Any, visibility: Any = "public") -> Any:
        latest.append(assemble.assemble(sources, "planned").site)
        return assemble.assemble(sources, visibility)

    patch.setattr(draft, "assemble", assembled)
    return latest


def _in_full(one: EditionContext, latest: list[Assembled]) -> EditionContext:
    edition = next(edition for edition in latest[-1].editions if edition.lang == one.edition.lang)
    return structs.replace(one, edition=edition, site=structs.replace(latest[-1], is_preview=False))


def _without_pictures(one: EditionContext) -> EditionContext:
    """Feeds show the sizes of pictures, and those that are not published have none, which stops the build before."""
    plain = tuple(structs.replace(article, figure=None) for article in one.edition.articles)
    return structs.replace(one, edition=structs.replace(one.edition, articles=plain))


def _planner(number: int) -> Callable[[Patch], None]:
    """One planner of pages plans those of all releases."""

    def switch_off(patch: Patch) -> None:
        latest, real = _everything(patch), plan.PLANNERS[number]
        planners = list(plan.PLANNERS)
        planners[number] = lambda one: real(_in_full(one, latest))
        patch.setattr(plan, "PLANNERS", tuple(planners))

    return switch_off


def neighbours(patch: Patch) -> None:
    """Only the pages that are public are planned, but from the list of all releases: next and previous, similar ones."""
    latest, real = _everything(patch), plan.PLANNERS[0]

    def public_pages(one: EditionContext) -> Iterator[Any]:
        paths = {article.path for article in one.edition.articles}
        return (page for page in real(_in_full(one, latest)) if page.path in paths)

    patch.setattr(plan, "PLANNERS", (public_pages, *plan.PLANNERS[1:]))


def aliases(patch: Patch) -> None:
    latest, real = _everything(patch), redirects.moves_of

    def moves(site: Assembled, outputs: Any, address: Any) -> Any:
        planned = [
            Rendered(path=article.path, template="article.html")
            for edition in latest[-1].editions
            for article in edition.articles
        ]
        return real(latest[-1], [*outputs, *planned], address)

    patch.setattr(redirects, "moves_of", moves)


def feeds_of_releases(patch: Patch) -> None:
    latest, real = _everything(patch), feeds.feeds
    patch.setattr(feeds, "feeds", lambda one: real(_without_pictures(_in_full(one, latest))))


def feeds_of_languages(patch: Patch) -> None:
    latest, real = _everything(patch), feeds.feeds_of_all_languages
    patch.setattr(
        feeds, "feeds_of_all_languages", lambda all_: real([_without_pictures(_in_full(one, latest)) for one in all_])
    )


def news_sitemap(patch: Patch) -> None:
    latest, real = _everything(patch), sitemaps.news
    patch.setattr(sitemaps, "news", lambda site: real(latest[-1]))


def sitemap(patch: Patch) -> None:
    latest, real = _everything(patch), sitemaps._entries

    def entries(pages: Any, site: Any, address: Any) -> Any:
        everywhere = [article for edition in latest[-1].editions for article in edition.articles]
        paths = {page.path for page in pages}
        hidden = [page for page in everywhere if page.path not in paths]
        more = [structs.replace(real(pages, site, address)[0], url=page.url) for page in hidden]
        return (*real(pages, site, address), *more)

    patch.setattr(sitemaps, "_entries", entries)


def files(patch: Patch) -> None:
    """The pictures and attachments of all releases are published, and no page of them."""
    latest, real = _everything(patch), plan.make_plan
    patch.setattr(draft, "make_plan", lambda site, *more: real(structs.replace(site, files=latest[-1].files), *more))


def kits_of_all(patch: Patch) -> None:
    latest, real = _everything(patch), press_kits.kits

    def kits(one: EditionContext) -> Any:
        files_ = {file.path: file for file in latest[-1].files}
        return real(structs.replace(_in_full(one, latest), kit_files=files_))

    patch.setattr(press_kits, "kits", kits)


def cards_of_all(patch: Patch) -> None:
    latest, real = _everything(patch), share_cards.cards
    patch.setattr(share_cards, "cards", lambda one: real(_in_full(one, latest)))


OF_PUBLIC_RELEASES = {"notices", "versions", "corrections"}
"""Planners of pages about what was public and was withdrawn or corrected later, which nothing withheld can be."""
FILTERS: dict[str, Callable[[Patch], None]] = {
    "gate": gate,
    "reasons": reasons,
    "why_hidden": why_hidden,
    "file selection": file_selection,
    "tags": tags,
    "collections": collections,
    "addresses and related": addresses_and_related,
    "translations": translations,
    "ids": ids,
    "contacts": contacts,
    **{
        f"planner {number}: {planner.__name__}": _planner(number)
        for number, planner in enumerate(plan.PLANNERS)
        if planner.__name__ not in OF_PUBLIC_RELEASES
    },
    "next and previous": neighbours,
    "aliases": aliases,
    "feeds": feeds_of_releases,
    "feeds of all languages": feeds_of_languages,
    "news sitemap": news_sitemap,
    "sitemap": sitemap,
    "files": files,
    "press kits": kits_of_all,
    "share cards": cards_of_all,
}


def test_each_filter_that_is_switched_off_is_noticed(tmp_path: Path, trial: Trial) -> None:
    made = lay(tmp_path / "site")
    made.edit(
        "content/open.md",
        "---\ntitle: Open day\ndate: 2026-01-10\nrelated: [held.md]\nevent: {start: 2026-02-02, place: Hall}\n---\n[See](held.md)\n",
    )
    # Withheld only in one of the languages, and a standing page with an embargo.
    made.edit(
        "content/open.uz.md", "---\ntitle: Ochiq eshiklar kuni\nslug: eshiklar-kuni\ndate: 2026-01-16\n---\nMatn.\n"
    )
    made.edit("content/salom.uz.md", "---\ntitle: Salom\ndate: 2026-01-10\n---\nMatn.\n")
    made.edit("content/pages/jury.md", "---\ntitle: The jury of the contest\nembargo: 2026-02-01\n---\nText.\n")
    assert made.build(as_of="2026-01-15 12:00", jobs=1).exit_code == 0, made.report.problems
    published = made.files()
    for number, (name, switch_off) in enumerate(FILTERS.items()):
        made.edit("content/older.md", f"---\ntitle: Older\ndate: 2024-01-10\ntags: [News]\n---\nText {number}.\n")
        for output in ("output", f"new-{number}"):
            with pytest.MonkeyPatch.context() as patch:
                switch_off(patch)
                report = made.build(
                    as_of="2026-01-15 12:00", jobs=1, cache=output == "output", output=output, hostile=True
                )
            told = {problem.code for problem in report.problems}
            is_whole = made.files() == published if output == "output" else not (made.folder / output).exists()
            trial.case(
                f"{name}, {output}",
                "" if "leak" in told and report.exit_code == 1 else f"exit code {report.exit_code}, {sorted(told)}",
                "" if is_whole else "something was published",
            )
    assert made.build(as_of="2026-01-15 12:00", jobs=1).exit_code == 0
    trial.end(filters=len(FILTERS))
