"""Local targets in bodies → addresses: links to releases, attachments, pictures."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from pressgen.errors import Phrase, Problem
from pressgen.model import Body, BodyText, Copied, Derived, Figure, Image, Reference, Target
from pressgen.site.feed_body import feed_body
from pressgen.site.figures import Shown, published_path, show
from pressgen.site.near_names import NearNames
from pressgen.site.urls import Address

MARK = re.compile("\x02(\\d+)\x03")
ATTRIBUTES = r'(?:\s+[\w:-]+(?:="[^"]*")?)*\s*'
IMG = re.compile(rf"<img{ATTRIBUTES}/?>")
ANCHOR = re.compile(rf"<a({ATTRIBUTES})>(.*?)</a>", re.S)
ATTRIBUTE = re.compile(r'\s+([\w:-]+)="([^"]*)"')
FOREIGN = re.compile(r"\{\{|\{%|%7B%7B|%7B%25", re.I)
UNSAFE = re.compile(r"[\s\"<>\\^`{|}]")
MARKDOWN = (".md", ".markdown")
ELSEWHERE = re.compile(r"www\.|[\w.-]+\.(com|org|net|edu|gov|int|info|io|eu|[a-z]{2})(/|$)", re.I)
SIZES = "(min-width: 44rem) 42rem, 100vw"


class Index(Struct, frozen=True, kw_only=True):
    """What a body may point at.

    `addresses` maps each public source to its href, `anchors` each that has any to them, `known` are all
    sources, `files` maps a file to its name on disk, `images` are those measured, `faults` says why others
    cannot be used, and `refusals` why some files are not even published as they are. `versions` are the paths of each
    translated document of the default language, by language; `near` finds files by names that are nearly theirs.
    """

    addresses: dict[str, str]
    anchors: dict[str, tuple[str, ...]]
    known: frozenset[str]
    files: dict[str, str]
    images: dict[str, Image]
    faults: dict[str, Phrase]
    refusals: dict[str, Phrase]
    address: Address
    near: NearNames
    versions: dict[str, dict[str, str]] = {}

    def version(self, document: str, lang: str, source: str) -> str:
        """The version of a document in a reader's language, where the source that leads to it is not that itself.

        A link that names a language, as `b.uz.md` does, means that one.
        """
        other = self.versions.get(document, {}).get(lang, document)
        return document if other == source else other


class Lead(Struct, frozen=True, kw_only=True, gc=False):
    """Where a reference leads, with the file it needs; `is_claim` if only the finished plan can confirm it."""

    href: str = ""
    copy: Copied | None = None
    shown: Shown | None = None
    problem: Problem | None = None
    is_claim: bool = False


class Resolved(Struct, frozen=True, kw_only=True, gc=False):
    """Where the references of a body lead, and what they need.

    `claims` are addresses on the site that only the finished plan can confirm.
    """

    targets: tuple[Target, ...] = ()
    files: tuple[Copied | Derived, ...] = ()
    problems: tuple[Problem, ...] = ()
    claims: tuple[tuple[str, Reference], ...] = ()


NOTHING = Resolved()


def resolve(body: Body, source: str, index: Index, lang: str) -> Resolved:
    """Find out where the references of a body in a language lead."""
    if not body.references:
        return NOTHING
    folder = posixpath.dirname(source)
    leads = [_lead(reference, source, folder, index, lang) for reference in body.references]
    files: list[Copied | Derived] = []
    for lead in leads:
        files += [lead.copy] if lead.copy else lead.shown.files if lead.shown else []
    return Resolved(
        targets=tuple([Target(lead.href, lead.shown.figure if lead.shown else None) for lead in leads]),
        files=tuple(files),
        problems=tuple(lead.problem for lead in leads if lead.problem),
        claims=tuple(
            (lead.href, reference) for lead, reference in zip(leads, body.references, strict=True) if lead.is_claim
        ),
    )


def body_html(html: str, text: BodyText) -> str:
    """A body as it is shown: addresses in the place of its marks, and for a feed the lead in front."""
    html = html[text.cut :].lstrip() if text.cut else html
    html = _fill(html, text.targets, bool(text.page)) if text.targets else html
    if not text.page:
        return html
    html = feed_body(html, text.page)
    return f"<p>{escape(text.lead)}</p>\n{html}" if text.lead else html


def find_file(written: str, source: str, files: Mapping[str, str], address: Address) -> str:
    """The file of content/ or static/ that a written path means, or an empty text."""
    candidates = _candidates(_path_of(written), posixpath.dirname(source), address.base_path)
    return next((path for path in candidates if path in files), "")


def find_source(written: str, source: str, index: Index) -> str:
    """The source that a path means, with or without its extension, or an empty text."""
    path = _path_of(written)
    candidates = _candidates(path, posixpath.dirname(source), index.address.base_path)
    return _find(candidates, path, index.known, {})[0]


@lru_cache(maxsize=1 << 14)
def _path_of(written: str) -> str:
    return unquote(urlsplit(written.strip().replace("\\", "/")).path)


@lru_cache(maxsize=1 << 14)
def _candidates(path: str, folder: str, base_path: str) -> tuple[str, ...]:
    """Files that a path in a source of this folder may mean, best first; none of them leaves content/ or static/.

    One without a slash at its head starts from that folder, or from content/ or static/ as elsewhere.
    """
    if path.startswith("/"):
        roots = [path] + ([path.removeprefix(base_path[:-1])] if path.startswith(base_path) else [])
        tried = [posixpath.normpath(f"{root}{rest}") for rest in roots for root in ("content", "static")]
    else:
        beside = posixpath.normpath(posixpath.join(folder, path))
        below = re.sub(r"^(\.\./)+", "", posixpath.normpath(path))
        tried = [beside, *(posixpath.normpath(f"{root}/{below}") for root in ("content", "static"))]
    return tuple([path for path in tried if path.startswith(("content/", "static/"))])


def _lead(reference: Reference, source: str, folder: str, index: Index, lang: str) -> Lead:
    if FOREIGN.search(reference.target):
        return Lead(problem=_problem("link-foreign", reference, source))
    try:
        parts = urlsplit(reference.target)
    except ValueError:
        return Lead(problem=_problem("link-malformed", reference, source))
    path = _path_of(reference.target)
    candidates = _candidates(path, folder, index.address.base_path)
    if reference.kind == "image":
        return _picture(reference, source, candidates, index)
    suffix = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    document, file = _find(candidates, path, index.known, index.files)
    if document in index.addresses:
        return _to_document(reference, source, document, index, lang)
    if document:
        return Lead(problem=_problem("link-not-public", reference, source))
    if file in index.refusals:
        reason = index.refusals[file]
        return Lead(problem=_problem("image-unusable/link", reference, source, reason=reason, fix=picture_fix(reason)))
    if file:
        place = published_path(file, index.files)
        href = escape(index.address.href(place)) + _quoted(suffix)
        return Lead(href=href, copy=Copied(path=place, source=index.files[file]))
    if path.startswith("/"):
        return _claim(reference.target, path, index.address.base_path)
    return Lead(problem=_missing(reference, source, candidates, index))


@lru_cache(maxsize=1 << 14)
def _claim(target: str, path: str, base_path: str) -> Lead:
    rooted = target if path.startswith(base_path) else base_path[:-1] + target
    return Lead(href=_quoted(rooted), is_claim=True)


def _quoted(written: str) -> str:
    """An address as written, fit to stand in an attribute."""
    return escape(UNSAFE.sub(lambda sign: quote(sign[0]), written))


@lru_cache(maxsize=1 << 14)
def _names(candidate: str, path: str) -> tuple[str, ...]:
    """The sources that a file's path, or the path of its folder or address, may mean."""
    if path.endswith(MARKDOWN):
        return (candidate,)
    bare = candidate.rstrip("/").removesuffix(".html")
    return candidate, f"{bare}.md", f"{bare}.markdown", f"{bare}/index.md"


def _find(candidates: Sequence[str], path: str, known: frozenset[str], files: Mapping[str, str]) -> tuple[str, str]:
    """The source, or else the file, that the first of these candidates for a path means that means anything."""
    for candidate in candidates:
        for name in _names(candidate, path):
            if name in known:
                return name, ""
        if candidate in files:
            return "", candidate
    return "", ""


def _to_document(reference: Reference, source: str, written: str, index: Index, lang: str) -> Lead:
    parts = urlsplit(reference.target)
    anchor = unquote(parts.fragment)
    document, problem = index.version(written, lang, source), None
    if anchor in index.anchors.get(written, ()) and anchor not in index.anchors.get(document, ()):
        document = written  # the place that is meant is there only
    if anchor and anchor not in index.anchors.get(document, ()):
        near = difflib.get_close_matches(anchor, sorted(index.anchors.get(document, ())), 3, 0.3)
        key, listing = "anchor-missing/near" if near else "anchor-missing/page", ", ".join(f"#{name}" for name in near)
        problem = _problem(key, reference, source, anchor=anchor, file=document, near=listing)
    fragment = f"#{parts.fragment}" if anchor else ""
    return Lead(href=escape(index.addresses[document]) + _quoted(fragment), problem=problem)


def _picture(reference: Reference, source: str, candidates: Sequence[str], index: Index) -> Lead:
    for candidate in candidates:
        if candidate in index.images:
            image = index.images[candidate]
            fault = _problem("image-profile", reference, source) if image.has_faulty_profile else None
            return Lead(shown=show(image, index.files[candidate], "", index.address), problem=fault)
        if candidate in index.faults:
            reason = index.faults[candidate]
            return Lead(problem=_problem("image-unusable", reference, source, reason=reason, fix=picture_fix(reason)))
        if candidate in index.files:
            return Lead(problem=_problem("image-unusable/format", reference, source))
    if reference.target.startswith("/"):
        return Lead(problem=_problem("image-missing/root", reference, source))
    return Lead(problem=_missing(reference, source, candidates, index))


def picture_fix(reason: Phrase) -> Phrase:
    """What helps against the reason why a picture cannot be used."""
    return Phrase({"picture-heic": "fix-heic", "picture-pixels": "fix-pixels"}.get(reason.key, "fix-picture"))


def _missing(reference: Reference, source: str, candidates: Sequence[str], index: Index) -> Problem:
    code = "image-missing" if reference.kind == "image" else "link-missing"
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(source), _path_of(reference.target)))
    if not candidates or not beside.startswith("content/"):
        return _problem(f"{code}/outside", reference, source)
    near = index.near.find(posixpath.basename(candidates[0]).casefold())
    if near:
        return _problem(f"{code}/near", reference, source, near=posixpath.relpath(near, posixpath.dirname(source)))
    if reference.kind == "link" and ELSEWHERE.match(reference.target) and not candidates[0].endswith(MARKDOWN):
        return _problem("link-missing/site", reference, source)
    is_mail = reference.kind == "link" and "@" in reference.target
    return _problem("link-missing/mail" if is_mail else code, reference, source)


def _problem(key: str, at: Reference, source: str, **values: str | Phrase) -> Problem:
    return Problem.at(key, source, at.line, target=at.target[:200], **values)


def _fill(html: str, targets: Sequence[Target], is_feed: bool) -> str:
    def img(found: re.Match[str]) -> str:
        mark = MARK.search(found[0])
        return _img(str(found[0]), targets[int(mark[1])].figure, is_feed) if mark else str(found[0])

    def anchor(found: re.Match[str]) -> str:
        mark = MARK.search(found[1])
        if mark is None:
            return str(found[0])
        href = targets[int(mark[1])].href
        return f"<a{MARK.sub(lambda _: href, found[1])}>{found[2]}</a>" if href else str(found[2])

    return ANCHOR.sub(anchor, IMG.sub(img, html))


def _img(tag: str, figure: Figure | None, is_feed: bool) -> str:
    """An img with its sizes; only its description where there is no picture to show."""
    given: dict[str, str] = dict(ATTRIBUTE.findall(tag))
    if figure is None:
        return given.get("alt", "")
    rest = "".join(f' {name}="{given[name]}"' for name in ("class", "id", "title", "lang", "dir") if name in given)
    lazy = "" if is_feed else ' loading="lazy" decoding="async"'
    size = f'width="{figure.width}" height="{figure.height}"'
    img = f'<img src="{escape(figure.src)}" {size} alt="{given.get("alt", "")}"{rest}{lazy}>'
    if is_feed or not figure.webp:
        return img
    srcset = ", ".join(f"{escape(variant.href)} {variant.width}w" for variant in figure.webp)
    return f'<picture><source type="image/webp" srcset="{srcset}" sizes="{SIZES}">{img}</picture>'
