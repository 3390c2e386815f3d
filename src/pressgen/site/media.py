"""Film, sound and cards of pages elsewhere: what a page shows of them, and the files that it needs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from html import escape

from msgspec import Struct

from pressgen.content.media.files import POSTERS, Companions, language_of
from pressgen.content.text.embeds import Embed
from pressgen.errors import Phrase, Problem
from pressgen.model import CardData, Copied, Derived, EmbedCard, MediaFile, Player, Target, Track
from pressgen.model.media import FORMATS
from pressgen.site.i18n import facts_text, file_size, is_known, language, words
from pressgen.site.images import ResponsiveImage, published_path
from pressgen.site.urls import Address

PLAYER_SHEETS, CARD_SHEETS = ("figures", "media"), ("figures", "cards")
"""The style sheets of pages with a player or a card; both are figures as pictures are."""
_RARE_CODECS = {"hvc1": "HEVC", "hev1": "HEVC", "apch": "ProRes", "apcn": "ProRes", "mp4v": "MPEG-4 Part 2"}
"""Codecs that some of today's browsers do not play, by their names in MP4 (mp4ra.org)."""
_ATTRIBUTES = r'(?:\s+[\w:-]+(?:="[^"]*")?)*'
_ALT = re.compile(r'\salt="([^"]*)"')
_PLAYER = re.compile(
    rf'(<img{_ATTRIBUTES}\s+src="\x02(\d+)\x03"{_ATTRIBUTES}\s*/?>)(?:<figcaption>(.*?)</figcaption>)?(?=</figure>)',
    re.S,
)
"""The mark of a film or sound in a figure of its own, with its caption."""
_CARD = re.compile(rf'<p>\s*<a href="\x02(\d+)\x03"{_ATTRIBUTES}\s*>[^<]*</a>\s*</p>')
"""The mark of a page elsewhere in a paragraph of its own."""


class MediaIndex(Struct, frozen=True):
    """The films and sounds of a site with what belongs to them, the files by path, and the default language."""

    media: Mapping[str, MediaFile]
    companions: Companions
    files: Mapping[str, str]
    lang: str
    cards: Mapping[str, CardData]


NO_MEDIA = MediaIndex({}, Companions({}), {}, "en", {})


class Shown(Struct, frozen=True):
    """A film or sound as a page shows it, the files that it needs, and what is wrong with it."""

    player: Player
    files: tuple[Copied | Derived, ...]
    problems: tuple[Problem, ...]


def poster_beside(path: str, companions: Companions) -> str:
    """The picture beside a film that has its name; empty if there is none."""
    pictures = [file for file in companions.of(path) if file.lower().endswith(POSTERS)]
    return min(pictures, key=lambda file: POSTERS.index(posixpath.splitext(file)[1].lower()), default="")


def show(path: str, poster: ResponsiveImage | None, lang: str, index: MediaIndex, address: Address) -> Shown:
    """A film or sound for a page in a language; its problems have no place yet."""
    file, ending = index.media[path], posixpath.splitext(path)[1].lower()
    output = published_path(path, index.files)
    href = address.href(output)
    companions = index.companions.of(path)
    tracks, track_files = _tracks(companions, lang, index, address) if file.kind == "film" else ((), ())
    transcript, transcript_lang = _transcript(companions, lang, index)
    word = words(lang).gettext
    facts = [FORMATS[ending].name, file_size(file.size, lang), *([_length(file.seconds)] if file.seconds >= 1 else [])]
    player = Player(
        kind="film" if file.kind == "film" else "sound",
        path=output,
        href=href,
        url=address.origin + href,
        type=_media_type(path, file),
        size=file.size,
        facts=facts_text(facts, lang),
        download_word=word("Download"),
        transcript_word=word("Transcript"),
        seconds=file.seconds,
        width=file.width,
        height=file.height,
        poster=poster.figure.src if poster else "",
        tracks=tracks,
        transcript=transcript,
        transcript_lang="" if transcript_lang == lang else transcript_lang,
    )
    files = (Copied(path=output, source=index.files[path]), *track_files, *plain_files(poster, address))
    return Shown(player, files, _problems(path, file, companions, player, index))


def plain_files(image: ResponsiveImage | None, address: Address) -> tuple[Copied | Derived, ...]:
    """The file of a picture that is shown in one size only."""
    return tuple(file for file in image.files if address.href(file.path) == image.figure.src) if image else ()


def _media_type(path: str, file: MediaFile) -> str:
    form = FORMATS[posixpath.splitext(path)[1].lower()]
    return form.type.replace("video/", "audio/") if file.kind == "sound" else form.type


def _tracks(
    companions: tuple[str, ...], lang: str, index: MediaIndex, address: Address
) -> tuple[tuple[Track, ...], tuple[Copied, ...]]:
    """The captions of a film, those in the language of the page first, and their files."""
    captions = [file for file in companions if file.lower().endswith(".vtt") and not index.media[file].fault]
    by_lang = {language_of(file) or index.lang: file for file in reversed(captions)}
    langs = sorted(by_lang, key=lambda each: (each.lower() != lang.lower(), each))
    files = [
        Copied(path=published_path(by_lang[each], index.files), source=index.files[by_lang[each]]) for each in langs
    ]
    tracks = [
        Track(href=address.href(file.path), lang=each, label=language(each).name if is_known(each) else each)
        for each, file in zip(langs, files, strict=True)
    ]
    return tuple(tracks), tuple(files)


def _transcript(companions: tuple[str, ...], lang: str, index: MediaIndex) -> tuple[str, str]:
    """The transcript in the language of the page, or else any, and its language; empty if there is none."""
    by_lang = {
        (language_of(file) or index.lang): index.media[file].text
        for file in reversed(companions)
        if file.lower().endswith(".txt") and not index.media[file].fault
    }
    folded = {each.lower(): each for each in by_lang}
    for wanted in (lang.lower(), lang.split("-")[0].lower(), index.lang.lower(), *sorted(folded)):
        if wanted in folded:
            return by_lang[folded[wanted]], folded[wanted]
    return "", ""


def _length(seconds: float) -> str:
    """A length in hours, minutes and seconds: 2:35, 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _problems(
    path: str, file: MediaFile, companions: tuple[str, ...], player: Player, index: MediaIndex
) -> tuple[Problem, ...]:
    """What is wrong with a film or sound; `target` is its name."""
    name = posixpath.basename(path)
    stem = posixpath.splitext(name)[0]
    problems = []
    if codec := _RARE_CODECS.get(file.codec):
        problems.append(Problem.at("media-codec", target=name, codec=codec))
    if file.kind == "film":
        if not player.poster:
            problems.append(Problem.at("media-poster-missing", target=name, name=f"{stem}.jpg"))
        subtitles = next((each for each in companions if each.lower().endswith(".srt")), "")
        has_captions = any(each.lower().endswith(".vtt") for each in companions)
        nameless = index.companions.captions_without_language(path)
        for each in nameless:
            file_name, part = posixpath.basename(each), posixpath.basename(each)[len(stem) + 1 : -len(".vtt")]
            values = {"file": file_name, "part": part, "name": f"{stem}.{index.lang}.vtt"}
            problems.append(Problem.at("captions-missing/language", **values))
        if not has_captions and subtitles:
            srt = posixpath.basename(subtitles)
            problems.append(Problem.at("captions-missing/srt", file=srt, name=posixpath.splitext(srt)[0] + ".vtt"))
        elif not has_captions and not nameless and not file.is_silent:
            problems.append(Problem.at("captions-missing", target=name, name=f"{stem}.vtt"))
    elif not any(each.lower().endswith(".txt") for each in companions):
        problems.append(Problem.at("transcript-missing", target=name, name=f"{stem}.txt"))
    return tuple(problems)


def media_fix(reason: Phrase) -> Phrase:
    """How to fix a film or sound that cannot be played for this reason."""
    fixes = {"media-pointer": "fix-media-pointer", "media-large": "fix-media-large"}
    return Phrase(fixes.get(reason.key, "fix-media"))


def card_of(embed: Embed, href: str, data: CardData, picture: ResponsiveImage | None, lang: str) -> EmbedCard:
    """The card of a page elsewhere, for a page in a language."""
    figure, word = picture.figure if picture else None, words(lang).gettext
    actions = {"film": word("Watch on %(site)s"), "post": word("Read on %(site)s"), "map": word("Open on %(site)s")}
    return EmbedCard(
        href=href,
        title=data.title,
        author=data.author,
        action=actions[embed.kind] % {"site": embed.site},
        picture=figure.src if figure else "",
        width=figure.width if figure else 0,
        height=figure.height if figure else 0,
    )


def fill_media(html: str, targets: Sequence[Target], is_feed: bool) -> str:
    """A body with players and cards in the place of their marks."""

    def player(match: re.Match[str]) -> str:
        found = targets[int(match[2])].player
        return player_html(found, label_of(match[1]), match[3] or "", is_feed) if found else str(match[0])

    def card(match: re.Match[str]) -> str:
        found = targets[int(match[1])].card
        return card_html(found) if found else str(match[0])

    if any(target.player for target in targets):
        html = _PLAYER.sub(player, html)
    return _CARD.sub(card, html) if any(target.card for target in targets) else html


def label_of(tag: str) -> str:
    """The words for a film or sound, as they are in its tag."""
    match = _ALT.search(tag)
    return str(match[1]) if match else ""


def player_html(player: Player, label: str, caption: str | None, is_feed: bool) -> str:
    """A film or sound as HTML; with a caption (perhaps an empty one) all that belongs to it follows.

    `label` is HTML that may stand in an attribute, `caption` is HTML.
    """
    name = "video" if player.kind == "film" else "audio"
    # Without a still picture the first one of the film is shown, which takes a little of it.
    preload = "none" if player.poster or name == "audio" else "metadata"
    size = f' width="{player.width}" height="{player.height}"' if player.width and player.height else ""
    poster = f' poster="{escape(player.poster)}"' if player.poster else ""
    start = f'<{name} controls preload="{preload}"{size}{poster} aria-label="{label}" src="{escape(player.href)}">'
    tracks = "".join(map(_track, player.tracks))
    media = f"{start}{tracks}</{name}>"
    if caption is None:
        return media
    # A player of sound shows nothing of what it is about.
    caption = caption or (label if player.kind == "sound" else "")
    link = f'<a href="{escape(player.href)}" download>{escape(player.download_word)}</a> ({escape(player.facts)})'
    words = f"<span>{caption}</span> <span>{link}</span>" if caption else f"<span>{link}</span>"
    return f"{media}<figcaption>{words}{'' if is_feed else _transcript_html(player)}</figcaption>"


def _track(track: Track) -> str:
    lang = escape(track.lang)
    return f'<track kind="captions" src="{escape(track.href)}" srclang="{lang}" label="{escape(track.label)}">'


def _transcript_html(player: Player) -> str:
    if not player.transcript:
        return ""
    paragraphs = [escape(part.strip(), quote=False) for part in player.transcript.split("\n\n") if part.strip()]
    text = "\n".join("<p>" + "<br>".join(part.split("\n")) + "</p>" for part in paragraphs)
    lang = player.transcript_lang
    attributes = f' lang="{escape(lang)}" dir="{language(lang).dir}"' if lang and is_known(lang) else ""
    return f"<details><summary>{escape(player.transcript_word)}</summary><div{attributes}>{text}</div></details>"


def card_html(card: EmbedCard) -> str:
    """A card as HTML; nothing of it is loaded from elsewhere."""
    picture = (
        f'<img src="{escape(card.picture)}" width="{card.width}" height="{card.height}" alt="" loading="lazy">'
        if card.picture
        else ""
    )
    author = f" <span><bdi>{escape(card.author)}</bdi></span>" if card.author else ""
    words = f"<b><bdi>{escape(card.title)}</bdi></b>{author} <small>{escape(card.action)}</small>"
    return f'<figure class="embed"><a href="{card.href}" rel="noopener noreferrer">{picture}{words}</a></figure>'
