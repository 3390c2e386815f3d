"""The lead picture of a release: the figure on its page, and its cuts for link previews."""

from __future__ import annotations

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import Copied, Derived, Figure, Picture, Post, SocialCard
from pressgen.site import figures, references
from pressgen.site.references import Index


def lead_picture(
    post: Post, index: Index
) -> tuple[Figure | None, tuple[SocialCard, ...], tuple[Copied | Derived, ...], tuple[Problem, ...]]:
    """The lead picture, its cuts for link previews, the files of both, and what is wrong with it."""
    picture = post.matter.image
    if picture is None:
        return None, (), (), ()
    file = references.find_file(picture.src, post.path, index.files, index.address)
    image = index.images.get(file)
    if image is None:
        return None, (), (), (_no_picture(picture, file, post, index),)
    alt = picture.alt or post.matter.title
    shown = figures.show(image, index.files[file], alt, index.address)
    carded = figures.cards(image, index.files[file], alt, index.address)
    figure = structs.replace(shown.figure, caption=picture.caption, credit=picture.credit)
    problems = () if picture.alt else (Problem.at("image-alt-missing/lead", post.path, picture.line),)
    if image.has_faulty_profile:
        problems = (*problems, Problem.at("image-profile", post.path, picture.line, target=picture.src))
    return figure, carded.cards, (*shown.files, *carded.files), problems


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
