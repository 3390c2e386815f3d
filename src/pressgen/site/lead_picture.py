"""The picture that stands for a release: the figure on its page, and the crops for link previews."""

from __future__ import annotations

from msgspec import structs

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
    file_rights = _file_rights(image, post, index)
    shown, problems = shown_picture(image, picture, file_rights, post, index)
    cards, card_files = images.social_cards(image, index.files[file], shown.figure.alt, index.address, file_rights)
    if not cards:
        cards, card_files = large_picture(post, index)
    return shown.figure, cards, (*shown.files, *card_files), problems


def shown_picture(
    image: Image, picture: Picture, file_rights: Rights, document: Post | Page, index: Index
) -> tuple[images.ResponsiveImage, tuple[Problem, ...]]:
    """A picture of the front matter with its words, and what it lacks; `file_rights` are written into its files."""
    is_lead, path, line, lang = picture is document.matter.image, document.path, picture.line, document.lang
    name, rights = index.files[image.path], rights_of(image, picture, index.rights.get(lang, NO_RIGHTS))
    # In a gallery, the picture is a link, which needs words.
    alt = rights.alt or ("" if is_lead else rights.caption) or document.matter.title
    shown = images.responsive_image(image, name, alt, index.address, file_rights)
    if index.originals and document.matter.originals:
        shown = images.with_original(shown, image, name, index.address, file_rights, lang)
    problems = []
    if not rights.alt:
        key = "image-alt-missing/lead" if is_lead else "image-alt-missing/gallery"
        problems.append(Problem.at(key, path, line, target=image.path))
    if "credit" in index.require and not (rights.credit or rights.creator):
        key = "image-credit-missing" if is_lead else "image-credit-missing/gallery"
        problems.append(Problem.at(key, path, line, target=image.path))
    if image.has_faulty_profile:
        problems.append(Problem.at("image-profile", path, line, target=picture.src))
    return structs.replace(shown, figure=with_words(shown.figure, rights, lang)), tuple(problems)


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


def unusable(target: str, file: str, picture: Picture, document: Post | Page, index: Index) -> Problem:
    """The problem of a picture of the front matter that is no picture, or that cannot be shown."""
    path, line, reason = document.path, picture.line, index.faults.get(file)
    if reason is None:
        return Problem.at("image-unusable/lead", path, line, target=target)
    return Problem.at("image-unusable", path, line, target=target, reason=reason, fix=references.picture_fix(reason))


def _no_picture(picture: Picture, file: str, post: Post, index: Index) -> Problem:
    target = picture.src
    # Exports of other systems name a picture by its number in their library.
    if target.isdecimal():
        key = "image-missing/number"
    elif file not in index.faults and ("://" in target or target.startswith("//")):
        key = "image-missing/remote"
    elif file:
        return unusable(target, file, picture, post, index)
    else:
        near = references.near_path(target, post.path, index)
        return Problem.at("image-missing/lead", post.path, picture.line, target=target, near=near)
    return Problem.at(key, post.path, picture.line, target=target)
