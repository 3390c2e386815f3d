"""Local targets in bodies → addresses: links to releases, attachments, pictures."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from pressgen.errors import Problem, Severity
from pressgen.model import Body, Copied, Derived, Image, Reference
from pressgen.site.figures import Shown, published_path, show
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
Form = Literal["page", "feed"]
PROFILE_HINT = "Save the picture again, without a colour profile or with sRGB."
SIZES = "(min-width: 44rem) 42rem, 100vw"


class Index(Struct, frozen=True, kw_only=True):
    """What a body may point at.

    `addresses` maps each public source to its href, `anchors` each that has any to them, `known` are all
    sources, `files` maps a file to its name on disk, `images` are those measured, `faults` says why others
    cannot be used.
    """

    addresses: dict[str, str]
    anchors: dict[str, tuple[str, ...]]
    known: frozenset[str]
    files: dict[str, str]
    images: dict[str, Image]
    faults: dict[str, str]
    address: Address


class Target(Struct, frozen=True, kw_only=True):
    """Where a reference leads: an href (empty if it must not be a link), and the file it needs."""

    href: str = ""
    copy: Copied | None = None
    shown: Shown | None = None
    problem: Problem | None = None
    unchecked: bool = False


class Resolved(Struct, frozen=True, kw_only=True):
    """Where the references of a body lead, and what they need.

    `claims` are addresses on the site that only the finished plan can confirm, `sought` sources that
    do not exist: if one did, a reference would lead there.
    """

    targets: tuple[Target, ...]
    files: tuple[Copied | Derived, ...]
    problems: tuple[Problem, ...]
    claims: tuple[tuple[str, Reference], ...]
    sought: tuple[str, ...] = ()


class _Lead(Struct, frozen=True):
    """The source or the file that a path means, if there is one, and the sources that were looked for in vain."""

    source: str
    file: str
    sought: tuple[str, ...]


def resolve(body: Body, source: str, index: Index) -> Resolved:
    """Find out where a body's references lead."""
    if not body.references:
        return NOTHING
    sought: list[str] = []
    targets = tuple(_target(reference, source, index, sought) for reference in body.references)
    files: list[Copied | Derived] = []
    for target in targets:
        files += [target.copy] if target.copy else target.shown.files if target.shown else []
    claims = tuple(
        (target.href, reference)
        for target, reference in zip(targets, body.references, strict=True)
        if target.unchecked
    )  # fmt: skip
    return Resolved(
        targets=targets,
        files=tuple(files),
        problems=tuple(target.problem for target in targets if target.problem),
        claims=claims,
        sought=tuple(sought),
    )


NOTHING = Resolved(targets=(), files=(), problems=(), claims=())


def filled(html: str, targets: Sequence[Target], form: Form, address: Address) -> str:
    """A body's HTML with addresses in the place of its marks, root-relative for a page, absolute for a feed."""
    if not targets:
        return html
    made = _filled(html, targets, form)
    return absolute(made, address) if form == "feed" else made


def absolute(html: str, address: Address) -> str:
    """Root-relative addresses in links and pictures made absolute."""
    return re.sub(r'(\s(?:href|src)=")(/[^/"][^"]*|/)"', lambda found: f'{found[1]}{address.origin}{found[2]}"', html)


def find_file(written: str, source: str, files: Mapping[str, str], address: Address) -> str:
    """The file of content/ or static/ that a written path means, or an empty text."""
    return next((path for path in _candidates(_path_of(written), source, address) if path in files), "")


def find_source(written: str, source: str, index: Index) -> tuple[str, tuple[str, ...]]:
    """The source that a path means, with or without its extension, or an empty text; and those sought in vain."""
    path = _path_of(written)
    lead = _lead(_candidates(path, source, index.address), path, index.known, {})
    return lead.source, lead.sought


def _path_of(written: str) -> str:
    return unquote(urlsplit(written.strip().replace("\\", "/")).path)


def _candidates(path: str, source: str, address: Address) -> list[str]:
    """Files that a path may mean, best first; none of them leaves content/ or static/.

    One without a slash at its head starts from the source's folder, or from content/ or static/ as elsewhere.
    """
    if path.startswith("/"):
        roots = [path] + ([path.removeprefix(address.base_path[:-1])] if path.startswith(address.base_path) else [])
        tried = [posixpath.normpath(f"{root}{rest}") for rest in roots for root in ("content", "static")]
    else:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        below = re.sub(r"^(\.\./)+", "", posixpath.normpath(path))
        tried = [beside, *(posixpath.normpath(f"{root}/{below}") for root in ("content", "static"))]
    return [path for path in tried if path.startswith(("content/", "static/"))]


def _target(reference: Reference, source: str, index: Index, sought: list[str]) -> Target:
    if FOREIGN.search(reference.target):
        hint = "Write the address itself, or the file that it means; until then readers see its words only."
        return Target(
            problem=_problem("link-foreign", reference, source, "holds another generator's code", hint, "warning")
        )
    try:
        parts = urlsplit(reference.target)
    except ValueError:
        return Target(
            problem=_problem(
                "link-malformed", reference, source, "is not an address", "Correct the address.", "warning"
            )
        )
    path = _path_of(reference.target)
    candidates = _candidates(path, source, index.address)
    if reference.kind == "image":
        return _picture(reference, source, candidates, index)
    suffix = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    lead = _lead(candidates, path, index.known, index.files)
    sought += lead.sought
    if lead.source in index.addresses:
        return _to_document(reference, source, lead.source, index)
    if lead.source:
        hint = "It becomes a link by itself when the release is public; until then readers see its words only."
        what = "leads to a release that is not public"
        return Target(problem=_problem("link-not-public", reference, source, what, hint, "warning"))
    if lead.file:
        place = published_path(lead.file, index.files)
        return Target(href=index.address.href(place) + suffix, copy=Copied(path=place, source=index.files[lead.file]))
    if path.startswith("/"):
        base = index.address.base_path
        rooted = (base[:-1] if not path.startswith(base) else "") + reference.target
        return Target(href=escape(UNSAFE.sub(lambda sign: quote(sign[0]), rooted)), unchecked=True)
    return Target(problem=_missing(reference, source, candidates, index))


def _lead(candidates: Sequence[str], path: str, known: frozenset[str], files: Mapping[str, str]) -> _Lead:
    """What the first of these candidates for a path means that means anything."""
    sought: list[str] = []
    for candidate in candidates:
        for name in _names(candidate, path):
            if name in known:
                return _Lead(name, "", tuple(sought))
            sought.append(name)
        if candidate in files:
            return _Lead("", candidate, tuple(sought))
    return _Lead("", "", tuple(sought))


def _names(candidate: str, path: str) -> tuple[str, ...]:
    """The sources that a file's path, or the path of its folder or address, may mean."""
    if path.endswith(MARKDOWN):
        return (candidate,)
    bare = candidate.rstrip("/").removesuffix(".html")
    return candidate, f"{bare}.md", f"{bare}.markdown", f"{bare}/index.md"


def _to_document(reference: Reference, source: str, document: str, index: Index) -> Target:
    parts = urlsplit(reference.target)
    anchor = unquote(parts.fragment)
    problem = None
    if anchor and anchor not in index.anchors.get(document, ()):
        near = difflib.get_close_matches(anchor, sorted(index.anchors.get(document, ())), 3, 0.3)
        hint = "Anchors there: " + ", ".join(f"#{name}" for name in near) if near else "It has no headings to link to."
        problem = _problem(
            "anchor-missing", reference, source, f"has no place “#{anchor}” in {document}", hint, "warning"
        )
    fragment = f"#{parts.fragment}" if anchor else ""
    return Target(href=index.addresses[document] + escape(fragment), problem=problem)


def _picture(reference: Reference, source: str, candidates: list[str], index: Index) -> Target:
    for candidate in candidates:
        if candidate in index.images:
            image = index.images[candidate]
            fault = _problem("image-profile", reference, source, image.fault, PROFILE_HINT, "warning")
            shown = show(image, index.files[candidate], "", index.address)
            return Target(shown=shown, problem=fault if image.fault else None)
        if candidate in index.faults:
            hint = "Save the picture again as JPEG, PNG or WebP."
            what = f"cannot be shown: {index.faults[candidate]}"
            return Target(problem=_problem("image-unusable", reference, source, what, hint, "warning"))
    if reference.target.startswith("/"):
        hint = "Put the picture into content/ or static/; until then readers see its description only."
        return Target(
            problem=_problem("image-missing", reference, source, "is not in content/ or static/", hint, "warning")
        )
    return Target(problem=_missing(reference, source, candidates, index))


def _missing(reference: Reference, source: str, candidates: list[str], index: Index) -> Problem:
    what = "image-missing" if reference.kind == "image" else "link-missing"
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(source), _path_of(reference.target)))
    if not candidates or not beside.startswith("content/"):
        hint = "Put the file into content/ and link to it there."
        return _problem(what, reference, source, "leads outside content/", hint, "warning")
    names = {posixpath.basename(name).casefold(): name for name in sorted([*index.known, *index.files])}
    near = difflib.get_close_matches(posixpath.basename(candidates[0]).casefold(), names, 1, 0.7)
    if near:
        hint = f"Did you mean {posixpath.relpath(names[near[0]], posixpath.dirname(source))}?"
    elif ELSEWHERE.match(reference.target) and reference.kind == "link" and not candidates[0].endswith(MARKDOWN):
        hint = f"For another site write the whole address: https://{reference.target}."
    elif "@" in reference.target:
        hint = f"For an e-mail address write mailto:{reference.target}."
    else:
        hint = "Check the path; it starts from this file's folder."
    return _problem(what, reference, source, "leads to no file", hint, "warning")


def _problem(code: str, at: Reference, source: str, what: str, hint: str, severity: Severity) -> Problem:
    noun = "The picture" if at.kind == "image" else "The link"
    message = f"{noun} “{at.target[:200]}” {what}."
    return Problem(code=code, severity=severity, file=source, line=at.line, message=message, hint=hint)


def _filled(html: str, targets: Sequence[Target], form: Form) -> str:
    def img(found: re.Match[str]) -> str:
        mark = MARK.search(found[0])
        return _img(str(found[0]), targets[int(mark[1])].shown, form) if mark else str(found[0])

    def anchor(found: re.Match[str]) -> str:
        mark = MARK.search(found[1])
        if mark is None:
            return str(found[0])
        href = targets[int(mark[1])].href
        return f"<a{MARK.sub(lambda _: href, found[1])}>{found[2]}</a>" if href else str(found[2])

    return ANCHOR.sub(anchor, IMG.sub(img, html))


def _img(tag: str, shown: Shown | None, form: Form) -> str:
    """An img with its sizes; only its description where there is no picture to show."""
    given: dict[str, str] = dict(ATTRIBUTE.findall(tag))
    if shown is None:
        return given.get("alt", "")
    figure = shown.figure
    rest = "".join(f' {name}="{given[name]}"' for name in ("class", "id", "title", "lang", "dir") if name in given)
    lazy = "" if form == "feed" else ' loading="lazy" decoding="async"'
    size = f'width="{figure.width}" height="{figure.height}"'
    img = f'<img src="{escape(figure.src)}" {size} alt="{given.get("alt", "")}"{rest}{lazy}>'
    if form == "feed" or not figure.webp:
        return img
    srcset = ", ".join(f"{escape(variant.href)} {variant.width}w" for variant in figure.webp)
    return f'<picture><source type="image/webp" srcset="{srcset}" sizes="{SIZES}">{img}</picture>'
