"""Film, sound and cards of posts elsewhere: what their files are, and what a page shows of them."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from msgspec import Struct

from pressgen.errors import Phrase, Problem

Kind = Literal["film", "sound"]


class MediaFormat(NamedTuple):
    """A format of film or sound: what it is, its media type, and its name for readers."""

    kind: Kind
    type: str
    name: str


FORMATS = {
    ".mp4": MediaFormat("film", "video/mp4", "MP4"),
    ".m4v": MediaFormat("film", "video/mp4", "MP4"),
    ".mov": MediaFormat("film", "video/quicktime", "MOV"),
    ".webm": MediaFormat("film", "video/webm", "WebM"),
    ".ogv": MediaFormat("film", "video/ogg", "Ogg"),
    ".mp3": MediaFormat("sound", "audio/mpeg", "MP3"),
    ".m4a": MediaFormat("sound", "audio/mp4", "M4A"),
    ".aac": MediaFormat("sound", "audio/aac", "AAC"),
    ".ogg": MediaFormat("sound", "audio/ogg", "Ogg"),
    ".oga": MediaFormat("sound", "audio/ogg", "Ogg"),
    ".opus": MediaFormat("sound", "audio/ogg", "Opus"),
    ".wav": MediaFormat("sound", "audio/wav", "WAV"),
    ".flac": MediaFormat("sound", "audio/flac", "FLAC"),
}
"""The formats that pages play, by the ending of the file."""
_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}(?=$|[?#])")


def media_format(address: str) -> MediaFormat | None:
    """The format that the ending of an address or a path means; None for anything but film and sound."""
    ending = _ENDING.search(address)
    return FORMATS.get(ending[0].lower()) if ending else None


class MediaFile(Struct, frozen=True, kw_only=True):
    """A film, a sound, a file of captions or a transcript that was read.

    `width` and `height` are in pixels, `size` in bytes; what is not known is 0. `text` is that of a transcript, or the
    words of captions. A file with a `fault` cannot be shown, one with a `refusal` must not even be published;
    `problems` are those in it.
    """

    kind: Literal["film", "sound", "captions", "transcript"]
    size: int = 0
    width: int = 0
    height: int = 0
    seconds: float = 0
    codec: str = ""
    is_silent: bool = False
    text: str = ""
    fault: Phrase | None = None
    refusal: Phrase | None = None
    problems: tuple[Problem, ...] = ()


class Track(Struct, frozen=True, kw_only=True, gc=False):
    """Captions of a film: their href, language (a BCP 47 tag), and the name of the language in itself."""

    href: str
    lang: str
    label: str


class Player(Struct, frozen=True, kw_only=True, gc=False):
    """A film or a sound as a page plays it, in the language of the page.

    `path` is the file in the output, `type` its media type; `size` is in bytes, `width` and `height` are in pixels and
    0 if they are not known. `poster` is the href of the still picture. `facts` are its format, size and length for
    readers; `transcript` is plain text, and has a language if that is not the page's. `download_word` and
    `transcript_word` are the words of the page for both.
    """

    kind: Kind
    path: str
    href: str
    url: str
    type: str
    size: int
    facts: str
    download_word: str
    transcript_word: str
    seconds: float = 0
    width: int = 0
    height: int = 0
    poster: str = ""
    tracks: tuple[Track, ...] = ()
    transcript: str = ""
    transcript_lang: str = ""


class CardData(Struct, frozen=True, kw_only=True, gc=False):
    """What content/cards.yml says of a page elsewhere: `picture` is a file as written, `line` that of the entry."""

    title: str
    author: str = ""
    picture: str = ""
    line: int = 0


class EmbedCard(Struct, frozen=True, kw_only=True, gc=False):
    """A film, post or map elsewhere as a page shows it: a still picture and words; a click opens the `href` there.

    `action` says what a click does, `picture` is the href of the picture, with its width and height in pixels.
    """

    href: str
    title: str
    author: str
    action: str
    picture: str = ""
    width: int = 0
    height: int = 0
