"""The banners that are shown at an instant, in every language."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from msgspec import Struct, structs

from pressgen.content.banner_settings import BannerSpan, banner_spans
from pressgen.content.dialect import dialect_of
from pressgen.content.markdown.structure import in_pieces, plain
from pressgen.errors import Problem
from pressgen.model import Banner, Body, BodyText, Copied, Derived, Reference
from pressgen.site.addresses import prefix_of
from pressgen.site.articles import SiteContext, localized
from pressgen.site.boilerplate import BASE, FILE
from pressgen.site.i18n import words
from pressgen.site.references import ResolvedReferences, body_html, resolve


class BuiltBanner(Struct, frozen=True, kw_only=True):
    """A banner in one language, with the files it needs, its problems, and the addresses for the plan to confirm."""

    lang: str
    banner: Banner
    files: tuple[Copied | Derived, ...]
    problems: tuple[Problem, ...]
    claims: tuple[tuple[str, Reference], ...]


def build_banners(context: SiteContext) -> tuple[BuiltBanner, ...]:
    """The banners of the settings that readers see at the instant, by language in the order of the settings."""
    settings = context.settings
    spans = [span for span in banner_spans(settings) if span.is_shown(context.instant)]
    return tuple(built for lang in settings.languages for span in spans for built in _built(span, lang, context))


def _built(span: BannerSpan, lang: str, context: SiteContext) -> Iterator[BuiltBanner]:
    settings, index, setting = context.settings, context.index, span.banner
    text = localized(setting.text, lang, settings).strip()
    if not text:
        return
    # Importing the Markdown converter takes longer than a build in which nothing has changed.
    from pressgen.content import markdown

    body, problems = markdown.convert(text, FILE, 0, lang, dialect_of(settings), settings.url)
    resolved = resolve(body, BASE, index, lang)
    html = body_html(body.html, BodyText(body.digest, resolved.targets))
    href, linked = _target(localized(setting.link, lang, settings).strip(), lang, context)
    home = index.address.href(f"{prefix_of(lang, settings)}index.html")
    origin = "" if href and not href.startswith("/") else index.address.origin
    banner = Banner(
        # The text and the end of a banner may be corrected; its beginning is what it is known by.
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{index.address.origin}{home} banner {setting.start or text}").urn,
        level=setting.level,
        title=plain(in_pieces(html)),
        html=_with_link(html, href, lang) if href else html,
        href=href or home,
        url=origin + (href or home),
        published=span.start.isoformat() if span.start else "",
    )
    # The lines that problems have are those of the text, not of the settings file.
    problems = (*problems, *resolved.problems, *linked.problems)
    yield BuiltBanner(
        lang=lang,
        banner=banner,
        files=(*resolved.files, *linked.files),
        problems=tuple(structs.replace(problem, file=FILE, line=0) for problem in problems),
        claims=(*resolved.claims, *linked.claims),
    )


def _target(link: str, lang: str, context: SiteContext) -> tuple[str, ResolvedReferences]:
    """The href of a link, resolved as one in a text is; empty if there is none, or nothing public at it."""
    is_elsewhere = not link or bool(urlsplit(link).scheme) or link.startswith("//")
    references = () if is_elsewhere else (Reference(link, 0, "link"),)
    resolved = resolve(Body(html="", digest="", references=references), BASE, context.index, lang)
    return link if is_elsewhere else resolved.targets[0].href, resolved


def _with_link(html: str, href: str, lang: str) -> str:
    """The text as a link; where it has links of its own, with one more after it."""
    start, end = f'<a href="{escape(href)}">', "</a>"
    if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>") and "<a " not in html:
        return f"<p>{start}{html[3:-4]}{end}</p>"
    return f"{html}\n<p>{start}{escape(words(lang).gettext('More information'))}{end}</p>"
