"""The banners that are shown at an instant, in every language."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from pressgen.content.markdown.structure import in_pieces, plain
from pressgen.content.settings.banners import BannerSpan, banner_spans
from pressgen.model import Banner, Body, Reference
from pressgen.site.addresses import prefix_of
from pressgen.site.articles import SiteContext
from pressgen.site.i18n import words
from pressgen.site.references import Built, ResolvedReferences, resolve
from pressgen.site.setting_texts import BASE, banner_text, build_text, claims_at, problems_at, text_in


class BuiltBanner(Built, frozen=True, kw_only=True, gc=False):
    """A banner in one language."""

    lang: str
    banner: Banner


def build_banners(context: SiteContext) -> tuple[BuiltBanner, ...]:
    """The banners of the settings that readers see at the instant, by language in the order of the settings."""
    settings = context.settings
    spans = [span for span in banner_spans(settings) if span.is_shown(context.instant)]
    return tuple(built for lang in settings.languages for span in spans for built in _built(span, lang, context))


def _built(span: BannerSpan, lang: str, context: SiteContext) -> Iterator[BuiltBanner]:
    settings, index, setting = context.settings, context.index, span.banner
    text = banner_text(span, lang, settings)
    if not text.text:
        return
    built = build_text(text, settings, index)
    html, name = built.html, setting.start or text.text.strip()
    link = text_in(setting.link, lang, settings, "banner", span.number, "link")
    href, linked = _target(link.text.strip(), lang, context)
    home = index.address.href(f"{prefix_of(lang, settings)}index.html")
    origin = "" if href and not href.startswith("/") else index.address.origin
    banner = Banner(
        # The text and the end of a banner may be corrected; its beginning is what it is known by.
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{index.address.origin}{home} banner {name}").urn,
        level=setting.level,
        title=plain(in_pieces(html)),
        html=_with_link(html, href, lang) if href else html,
        href=href or home,
        url=origin + (href or home),
        published=span.start.isoformat() if span.start else "",
    )
    yield BuiltBanner(
        lang=lang,
        banner=banner,
        files=(*built.files, *linked.files),
        problems=(*built.problems, *problems_at(link.place, linked)),
        claims=(*built.claims, *claims_at(link.place, linked)),
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
