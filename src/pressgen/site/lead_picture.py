"""The picture that stands for a release: the figure on its page, and the crops for link previews."""

from __future__ import annotations

from pressgen.errors import Problem
from pressgen.model import (
    NO_RIGHTS,
    Copied,
    Derived,
    Figure,
    Image,
    Page,
    Picture,
    Post,
    Rights,
    SocialCard,
    media_format,
)
from pressgen.site import file_targets, images, references
from pressgen.site.index import Index
from pressgen.site.media import poster_beside
from pressgen.site.picture_rights import rights_of, with_words


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
    file = file_targets.find_file(picture.src, post.path, index.files, index.address)
    image = index.images.get(file)
    if image is None:
        cards, card_files = large_picture(post, index)
        return None, cards, card_files, (_no_picture(picture, file, post, index),)
    name, address = index.files[file], index.address
    rights = rights_of(image, picture, index.rights.get(post.lang, NO_RIGHTS))
    file_rights = _file_rights(image, post, index)
    alt = rights.alt or post.matter.title
    picture_on_page = images.responsive_image(image, name, alt, address, file_rights)
    if index.originals and post.matter.originals:
        picture_on_page = images.with_original(picture_on_page, image, name, address, file_rights, post.lang)
    cards, card_files = images.social_cards(image, name, alt, address, file_rights)
    if not cards:
        cards, card_files = large_picture(post, index)
    figure = with_words(picture_on_page.figure, rights, post.lang)
    problems = () if rights.alt else (Problem.at("image-alt-missing/lead", post.path, picture.line),)
    if "credit" in index.require and not (rights.credit or rights.creator):
        problems = (*problems, Problem.at("image-credit-missing", post.path, picture.line))
    if image.has_faulty_profile:
        problems = (*problems, Problem.at("image-profile", post.path, picture.line, target=picture.src))
    return figure, cards, (*picture_on_page.files, *card_files), problems


def _file_rights(image: Image, post: Post, index: Index) -> Rights:
    """The rights that are written into the lead picture of a release: in one language, so that it is published once."""
    main = index.leads.get(post.key, post)
    picture = main.matter.image
    if picture is None or file_targets.find_file(picture.src, main.path, index.files, index.address) != image.path:
        main, picture = post, post.matter.image
    return rights_of(image, picture, index.rights.get(main.lang, NO_RIGHTS))


def large_picture(document: Post | Page, index: Index) -> tuple[tuple[SocialCard, ...], tuple[Copied | Derived, ...]]:
    """The crops of the first large picture of a text for link previews, and their files."""
    for reference in document.body.references:
        if reference.kind == "image":
            file = file_targets.find_file(reference.target, document.path, index.files, index.address)
            if media_format(file):
                poster = file_targets.find_file(reference.poster, document.path, index.files, index.address)
                file = poster if reference.poster else poster_beside(file, index.media.companions)
            image = index.images.get(file)
            if image and images.is_large(image):
                rights = rights_of(image, None, index.rights.get(index.lang, NO_RIGHTS))
                alt = reference.alt or rights.alt
                return images.social_cards(image, index.files[file], alt, index.address, rights)
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
