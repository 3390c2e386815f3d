"""Press kits: for each release with pictures one file with these, its text and the contacts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from msgspec import structs

from pressgen.content.pictures.pictures import UNCLEANABLE
from pressgen.model import Article, BodyText, Derived, Figure, KitPicture, KitText, Packed, PressKit, Recipe, Rights
from pressgen.model.picture_sizes import ENCODINGS
from pressgen.plan.layout import EditionContext
from pressgen.site.i18n import words

NAME = "press-kit"
KIT_ENDING = f"-{NAME}.zip"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]+')


def kits(context: EditionContext) -> Iterator[Packed]:
    """The kits of an edition."""
    for release in context.edition.releases if context.kit_files else ():
        if kit := kit_of(release, context):
            yield kit


def kit_of(article: Article, context: EditionContext) -> Packed | None:
    """The kit of a release; None if it is to have none, or has no picture that can be published in full size."""
    if not article.has_kit:
        return None
    pictures = tuple(_pictures(article, context))
    if not pictures:
        return None
    newsroom = context.newsroom
    path = kit_path_of(article.path)
    name = posixpath.splitext(posixpath.basename(path))[0]
    text = KitText(
        lang=article.lang,
        dir=newsroom.dir,
        title=article.title,
        lead=article.lead,
        place=article.dateline,
        date_text=article.teaser.date_text,
        url=article.url,
        newsroom=newsroom.publisher,
        licence=newsroom.licence,
        boilerplate=article.boilerplate,
        contacts=article.contacts,
    )
    return Packed(
        path=path,
        source=article.source,
        kit=PressKit(folder=name, at=article.at, text=text, pictures=pictures),
        body=BodyText(article.body.digest, article.body.targets, article.body.cut, page=article.url),
    )


def kit_path_of(path: str) -> str:
    """The output path of the kit of a release with this output path."""
    return posixpath.join(posixpath.dirname(path), f"{_name_of(path)}{KIT_ENDING}")


def _name_of(path: str) -> str:
    """The last part of the address of a release: `plan` for `2025/01/plan/index.html` and for `plan.html`."""
    stem, _ = posixpath.splitext(path)
    return posixpath.basename(stem.removesuffix("/index")) or NAME


def _pictures(article: Article, context: EditionContext) -> Iterable[KitPicture]:
    """The pictures of a release in the order of its page, each once, under names of their own."""
    pictures: dict[str, KitPicture] = {}
    for figure in article.figures:
        file = context.kit_files.get(figure.src.removeprefix(context.address.base_path))
        if file is None:
            continue
        full = context.kit_files.get(figure.original.path) if figure.original else None
        recipe = full.recipe if isinstance(full, Derived) else None
        if recipe is None and file.source.lower().endswith(_LEFT_OUT):
            continue
        earlier = pictures.get(file.source)
        name = earlier.name if earlier else _free_name(file.source, recipe, pictures.values())
        own = _rights_of(figure, article)
        rights = _joined(earlier.rights, own) if earlier else own
        picture = KitPicture(name=name, source=file.source, digest=file.path, rights=rights, recipe=recipe)
        pictures[file.source] = picture
    return pictures.values()


def _rights_of(figure: Figure, article: Article) -> Rights:
    """The words of a picture without those that only a page needs: an alt for its link, a name for its terms."""
    rights = Rights(**{field: getattr(figure, field) for field in Rights.__struct_fields__})
    if rights.alt in (article.title, rights.caption):
        rights = structs.replace(rights, alt="")
    if rights.licence_url and rights.licence == words(article.lang).gettext("Terms of use"):
        rights = structs.replace(rights, licence="")
    return rights


def _joined(first: Rights, second: Rights) -> Rights:
    """The words of a picture that is shown twice, which it may have in one of the places only."""
    return Rights(**{field: getattr(first, field) or getattr(second, field) for field in Rights.__struct_fields__})


_LEFT_OUT = tuple(ending for ending in UNCLEANABLE if not ending.startswith(".svg"))


def _free_name(source: str, recipe: Recipe | None, pictures: Iterable[KitPicture]) -> str:
    """The name of a picture in a kit: that of its file, with a number if another one has it in any case of letters."""
    taken = {picture.name.casefold() for picture in pictures}
    stem, ending = posixpath.splitext(f"pictures/{_UNSAFE.sub('-', posixpath.basename(source))}")
    ending = f".{ENCODINGS[recipe.format].ending}" if recipe else ending
    name, number = f"{stem}{ending}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}{ending}"
    return name
