"""The gallery of a release or page: further pictures under its text, each with its own words."""

from __future__ import annotations

from pressgen.errors import Problem
from pressgen.model import NO_RIGHTS, Copied, Derived, Figure, Image, Page, Picture, Post, Rights
from pressgen.site import file_targets
from pressgen.site.index import Index
from pressgen.site.lead_picture import shown_picture, unusable
from pressgen.site.picture_rights import rights_of
from pressgen.site.references import Built, near_path


class Gallery(Built, frozen=True, kw_only=True, gc=False):
    """The figures of a gallery."""

    figures: tuple[Figure, ...] = ()


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
            target, near = picture.src[:200], near_path(picture.src, document.path, index)
            problems.append(Problem.at("image-missing/gallery", document.path, picture.line, target=target, near=near))
        for path in paths:
            image = index.images.get(path)
            if image is None:
                problems.append(unusable(path, path, picture, document, index))
                continue
            file_rights = _file_rights(image, picture, document, index)
            shown, own_problems = shown_picture(image, picture, file_rights, document, index)
            figures.append(shown.figure)
            files += shown.files
            problems += own_problems
    return Gallery(figures=tuple(figures), files=tuple(files), problems=tuple(problems))


def _file_rights(image: Image, picture: Picture, document: Post | Page, index: Index) -> Rights:
    """The rights that are written into a picture: in one language, so that it is published once."""
    main = index.leads.get(document.key) if isinstance(document, Post) else None
    if main is not None and main is not document:
        for other in main.matter.gallery:
            if image.path in file_targets.find_pictures(other.src, main.path, index.files, index.address):
                return rights_of(image, other, index.rights.get(main.lang, NO_RIGHTS))
    return rights_of(image, picture, index.rights.get(document.lang, NO_RIGHTS))
