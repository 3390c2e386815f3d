"""The gallery of a release or page: further pictures under its text, each with its own words."""

from __future__ import annotations

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.model import NO_RIGHTS, Copied, Derived, Figure, Image, Page, Picture, Post, Rights
from pressgen.site import file_targets, images, references
from pressgen.site.index import Index
from pressgen.site.picture_rights import rights_of, with_words


class Gallery(Struct, frozen=True):
    """The figures of a gallery, their files and the problems of its pictures."""

    figures: tuple[Figure, ...] = ()
    files: tuple[Copied | Derived, ...] = ()
    problems: tuple[Problem, ...] = ()


def build_gallery(document: Post | Page, index: Index) -> Gallery:
    """The gallery of a release or page; a folder in it stands for all pictures in that, by their names."""
    if not document.matter.gallery:
        return Gallery()
    figures: list[Figure] = []
    files: list[Copied | Derived] = []
    problems: list[Problem] = []
    for picture in document.matter.gallery:
        paths = file_targets.find_pictures(picture.src, document.path, index.files, index.address)
        if not paths:
            problems.append(Problem.at("image-missing/gallery", document.path, picture.line, target=picture.src[:200]))
        for path in paths:
            image = index.images.get(path)
            if image is None:
                problems.append(_unusable(path, picture, document, index))
                continue
            figure, own_files, own_problems = _shown(image, picture, document, index)
            figures.append(figure)
            files += own_files
            problems += own_problems
    return Gallery(tuple(figures), tuple(files), tuple(problems))


def _shown(
    image: Image, picture: Picture, document: Post | Page, index: Index
) -> tuple[Figure, tuple[Copied | Derived, ...], list[Problem]]:
    name, address = index.files[image.path], index.address
    rights = rights_of(image, picture, index.rights.get(document.lang, NO_RIGHTS))
    file_rights = _file_rights(image, picture, document, index)
    problems: list[Problem] = []
    if not rights.alt:
        problems.append(Problem.at("image-alt-missing/gallery", document.path, picture.line, target=image.path))
    if "credit" in index.require and not (rights.credit or rights.creator):
        problems.append(Problem.at("image-credit-missing/gallery", document.path, picture.line, target=image.path))
    if image.has_faulty_profile:
        problems.append(Problem.at("image-profile", document.path, picture.line, target=picture.src))
    # The picture is a link, which needs words.
    alt = rights.alt or rights.caption or document.matter.title
    shown = images.responsive_image(image, name, alt, address, file_rights)
    if index.originals and document.matter.originals:
        shown = images.with_original(shown, image, name, address, file_rights, document.lang)
    return with_words(shown.figure, rights, document.lang), shown.files, problems


def _file_rights(image: Image, picture: Picture, document: Post | Page, index: Index) -> Rights:
    """The rights that are written into a picture: in one language, so that it is published once."""
    main = index.leads.get(document.key) if isinstance(document, Post) else None
    if main is not None and main is not document:
        for other in main.matter.gallery:
            if image.path in file_targets.find_pictures(other.src, main.path, index.files, index.address):
                return rights_of(image, other, index.rights.get(main.lang, NO_RIGHTS))
    return rights_of(image, picture, index.rights.get(document.lang, NO_RIGHTS))


def _unusable(path: str, picture: Picture, document: Post | Page, index: Index) -> Problem:
    if path in index.faults:
        reason = index.faults[path]
        fix = references.picture_fix(reason)
        return Problem.at("image-unusable", document.path, picture.line, target=path, reason=reason, fix=fix)
    return Problem.at("image-unusable/lead", document.path, picture.line, target=path)
