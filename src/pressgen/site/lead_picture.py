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
    problems = () if picture.alt else (_no_alt(picture, post),)
    if image.fault:
        problems = (*problems, _faulty_profile(picture, image.fault, post))
    return figure, carded.cards, (*shown.files, *carded.files), problems


def _no_picture(picture: Picture, file: str, post: Post, index: Index) -> Problem:
    elsewhere = "://" in picture.src or picture.src.startswith("//")
    if picture.src.isdecimal():
        message, hint = (
            f"“{picture.src}” is the number of a picture in another system, not a file.",
            "Save the picture in content/ and name that file.",
        )
    elif file in index.faults:
        message, hint = (
            f"The picture “{picture.src}” cannot be shown: {index.faults[file]}.",
            references.picture_hint(index.faults[file]),
        )
    elif elsewhere:
        message, hint = f"The picture “{picture.src}” is on another site.", "Save it in content/ and name that file."
    elif file:
        message, hint = f"“{picture.src}” is not a picture.", "Name a JPEG, PNG, WebP, GIF or SVG file."
    else:
        message, hint = (
            f"The picture “{picture.src}” is not in the release's folder, content/ or static/.",
            "Check the path, or take `image` out.",
        )
    code = "image-unusable" if file else "image-missing"
    return Problem(code=code, severity="warning", file=post.path, line=picture.line, message=message, hint=hint)


def _faulty_profile(picture: Picture, fault: str, post: Post) -> Problem:
    return Problem(
        code="image-profile",
        severity="warning",
        file=post.path,
        line=picture.line,
        message=f"The picture “{picture.src}” {fault}.",
        hint=references.PROFILE_HINT,
    )


def _no_alt(picture: Picture, post: Post) -> Problem:
    return Problem(
        code="image-alt-missing",
        severity="warning",
        file=post.path,
        line=picture.line,
        message="The lead picture has no description; the headline stands in for it.",
        hint="Write what the picture shows: `image: {src: …, alt: …}`.",
    )
