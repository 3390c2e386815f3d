"""The rights of a picture: what its release says, else what the photo itself says, else the settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import NO_RIGHTS, Body, Figure, Image, Picture, Rights
from pressgen.settings import Settings
from pressgen.site.i18n import words
from pressgen.site.texts import localized
from pressgen.site.urls import Address

FindFile = Callable[[str, str], str]
"""Finds the file of content/ or static/ that a target in a source means."""

_CREATIVE_COMMONS = re.compile(r"(?:CC|Creative Commons)[ -](BY(?:-(?:NC|ND|SA))*)[ -]?([1-4]\.[05])?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([1-4]\.[05])(?:/.*)?", re.I)
_ZERO = re.compile(r"CC-?0(?: 1\.0)?", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def rights_of(image: Image, written: Picture | None, default: Rights = NO_RIGHTS) -> Rights:
    """All that is known of a picture; `written` is from front matter, `default` from the settings."""
    own, rights = image.rights, image.rights
    if written:
        terms = licence_of(written.licence) if written.licence else (own.licence, own.licence_url)
        rights = structs.replace(
            own,
            alt=written.alt or own.alt,
            caption=written.caption or own.caption,
            credit=written.credit or own.credit,
            copyright=written.copyright or own.copyright,
            licence=terms[0],
            licence_url=terms[1],
        )
    if default == NO_RIGHTS:
        return _with_known_terms(rights)
    if not (rights.licence or rights.licence_url):
        rights = structs.replace(rights, licence=default.licence, licence_url=default.licence_url)
    if not rights.copyright:
        rights = structs.replace(rights, copyright=default.copyright)
    return _with_known_terms(rights)


def default_rights(settings: Settings, lang: str, address: Address) -> Rights:
    """The rights of pictures of which nothing else is known, in a language."""
    licence, copyright_line = (
        localized(text, lang, settings) for text in (settings.pictures.licence, settings.pictures.copyright)
    )
    # The terms are often on a page of the newsroom's own.
    terms = ("", address.origin + address.with_base(licence)) if licence.startswith("/") else licence_of(licence)
    return Rights(copyright=copyright_line, licence=terms[0], licence_url=terms[1])


def without_described(
    problems: tuple[Problem, ...], body: Body, source: str, images: Mapping[str, Image], find: FindFile
) -> tuple[Problem, ...]:
    """The problems without those of pictures that have no alt in the text of a source, and describe themselves."""
    if not any(problem.code == "image-alt-missing" for problem in problems):
        return problems
    described: dict[int, bool] = {}
    for reference in body.references:
        if reference.kind == "image" and not reference.alt:
            image = images.get(find(reference.target, source))
            has_alt = image is not None and bool(image.rights.alt)
            described[reference.line] = has_alt and described.get(reference.line, True)
    return tuple(
        problem for problem in problems if problem.code != "image-alt-missing" or not described.get(problem.line)
    )


def with_words(figure: Figure, rights: Rights, lang: str) -> Figure:
    """The figure with all words of its rights, except its alt; terms without a name are called so in a language."""
    if rights == NO_RIGHTS:
        return figure
    values = {name: getattr(rights, name) for name in Rights.__struct_fields__ if name != "alt"}
    if rights.licence_url and not rights.licence:
        values["licence"] = words(lang).gettext("Terms of use")
    return structs.replace(figure, **values)


def caption_html(caption: str, figure: Figure) -> str:
    """The caption of a picture in a text as HTML: that of the text, else its own, with what else is known of it."""
    caption = caption or escape(figure.caption)
    credit = escape(figure.credit)
    lines = f"{caption} <span>{credit}</span>" if credit and credit not in caption else caption
    terms = [escape(figure.copyright)] if figure.copyright else []
    if figure.licence_url:
        terms.append(f'<a rel="license" href="{escape(figure.licence_url)}">{escape(figure.licence)}</a>')
    elif figure.licence:
        terms.append(escape(figure.licence))
    if figure.original:
        terms.append(f'<a href="{escape(figure.original.href)}" download>{escape(figure.original.text)}</a>')
    return f"{lines} <small>{' · '.join(terms)}</small>" if terms else lines


def licence_of(written: str) -> tuple[str, str]:
    """A licence in words, and the address of its terms if it names one: `CC BY 4.0` or an address has both."""
    text = written.strip()
    if _WEB.fullmatch(text):
        return _name_of(text), text
    if _ZERO.fullmatch(text):
        return text, "https://creativecommons.org/publicdomain/zero/1.0/"
    match = _CREATIVE_COMMONS.fullmatch(text)
    if match and match[2]:
        return text, f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
    return text, ""


def _name_of(address: str) -> str:
    """The short name of a licence of Creative Commons; empty for other addresses."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        return ""
    kind, name, version = match.groups()
    if kind.lower() == "licenses":
        return f"CC {name.upper()} {version}"
    return "CC0 1.0" if name.lower() == "zero" else ""


def _with_known_terms(rights: Rights) -> Rights:
    if rights.licence and not rights.licence_url:
        return structs.replace(rights, licence_url=licence_of(rights.licence)[1])
    if rights.licence_url and not rights.licence:
        return structs.replace(rights, licence=_name_of(rights.licence_url))
    return rights
