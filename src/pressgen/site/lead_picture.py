"""The picture that stands for a release: the figure on its page, and the crops for link previews."""

from __future__ import annotations

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import Copied, Derived, Figure, Page, Picture, Post, SocialCard
from pressgen.site import images, references
from pressgen.site.references import Index


def lead_picture(
    post: Post, index: Index
) -> tuple[Figure | None, tuple[SocialCard, ...], tuple[Copied | Derived, ...], tuple[Problem, ...]]:
    """The lead picture, the crops for link previews, the files of both, and the problems of the lead picture.

    If no lead picture can be cropped, the crops are those of the first large picture of the text.
    """
    picture = post.matter.image
    if picture is None:
        cards, card_files = large_picture(post, index)
        return None, cards, card_files, ()
    file = references.find_file(picture.src, post.path, index.files, index.address)
    image = index.images.get(file)
    if image is None:
        cards, card_files = large_picture(post, index)
        return None, cards, card_files, (_no_picture(picture, file, post, index),)
    alt = picture.alt or post.matter.title
    picture_on_page = images.responsive_image(image, index.files[file], alt, index.address)
    cards, card_files = images.social_cards(image, index.files[file], alt, index.address)
    if not cards:
        cards, card_files = large_picture(post, index)
    figure = structs.replace(picture_on_page.figure, caption=picture.caption, credit=picture.credit)
    problems = () if picture.alt else (Problem.at("image-alt-missing/lead", post.path, picture.line),)
    if image.has_faulty_profile:
        problems = (*problems, Problem.at("image-profile", post.path, picture.line, target=picture.src))
    return figure, cards, (*picture_on_page.files, *card_files), problems


def large_picture(document: Post | Page, index: Index) -> tuple[tuple[SocialCard, ...], tuple[Copied | Derived, ...]]:
    """The crops of the first large picture of a text for link previews, and their files."""
    for reference in document.body.references:
        if reference.kind == "image":
            file = references.find_file(reference.target, document.path, index.files, index.address)
            image = index.images.get(file)
            if image and images.is_large(image):
                return images.social_cards(image, index.files[file], reference.alt, index.address)
    return (), ()


def _no_picture(picture: Picture, file: str, post: Post, index: Index) -> Problem:
    target, line = picture.src, picture.line
    if file in index.faults and not target.isdecimal():
        reason = index.faults[file]
        fix = references.picture_fix(reason)
        return Problem.at("image-unusable", post.path, line, target=target, reason=reason, fix=fix)
    # Exports of other systems name a picture by its number in their library.
    if target.isdecimal():
        key = "image-missing/number"
    elif "://" in target or target.startswith("//"):
        key = "image-missing/remote"
    else:
        key = "image-unusable/lead" if file else "image-missing/lead"
    return Problem.at(key, post.path, line, target=target)
