"""The picture that stands for a release: the figure on its page, and its cuts for link previews."""

from __future__ import annotations

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import Copied, Derived, Figure, Page, Picture, Post, SocialCard
from pressgen.site import figures, references
from pressgen.site.figures import Carded
from pressgen.site.references import Index


def lead_picture(
    post: Post, index: Index
) -> tuple[Figure | None, tuple[SocialCard, ...], tuple[Copied | Derived, ...], tuple[Problem, ...]]:
    """The lead picture, the cuts for link previews, the files of both, and what is wrong with it.

    Where there is no lead picture that can be cut, the cuts are those of the first large picture of the text.
    """
    picture = post.matter.image
    if picture is None:
        carded = large_picture(post, index)
        return None, carded.cards, carded.files, ()
    file = references.find_file(picture.src, post.path, index.files, index.address)
    image = index.images.get(file)
    if image is None:
        carded = large_picture(post, index)
        return None, carded.cards, carded.files, (_no_picture(picture, file, post, index),)
    alt = picture.alt or post.matter.title
    shown = figures.show(image, index.files[file], alt, index.address)
    carded = figures.cards(image, index.files[file], alt, index.address)
    if not carded.cards:
        carded = large_picture(post, index)
    figure = structs.replace(shown.figure, caption=picture.caption, credit=picture.credit)
    problems = () if picture.alt else (Problem.at("image-alt-missing/lead", post.path, picture.line),)
    if image.has_faulty_profile:
        problems = (*problems, Problem.at("image-profile", post.path, picture.line, target=picture.src))
    return figure, carded.cards, (*shown.files, *carded.files), problems


def large_picture(document: Post | Page, index: Index) -> Carded:
    """The cut of the first large picture of a text for previews, and its file."""
    for reference in document.body.references:
        if reference.kind == "image":
            file = references.find_file(reference.target, document.path, index.files, index.address)
            image = index.images.get(file)
            if image and figures.is_large(image):
                carded = figures.cards(image, index.files[file], reference.alt, index.address)
                # One shape will do, since others take as long to make.
                return Carded(carded.cards[:1], carded.files[:1])
    return Carded()


def _no_picture(picture: Picture, file: str, post: Post, index: Index) -> Problem:
    target, line = picture.src, picture.line
    if file in index.faults and not target.isdecimal():
        reason = index.faults[file]
        fix = references.picture_fix(reason)
        return Problem.at("image-unusable", post.path, line, target=target, reason=reason, fix=fix)
    if target.isdecimal():
        key = "image-missing/number"
    elif "://" in target or target.startswith("//"):
        key = "image-missing/remote"
    else:
        key = "image-unusable/lead" if file else "image-missing/lead"
    return Problem.at(key, post.path, line, target=target)
