"""What texts may link to or show: everything that is public, and what is known of files."""

from __future__ import annotations

from msgspec import Struct

from pressgen.errors import Phrase
from pressgen.model import Image, Post, Rights
from pressgen.site.media import NO_MEDIA, MediaIndex
from pressgen.site.near_names import NearNames
from pressgen.site.urls import Address


class Index(Struct, frozen=True, kw_only=True):
    """What a body may link to or show.

    `addresses` maps each public source to its href, `names` the file names that only one of these has to that one,
    `anchors` those that have anchors to them, and `files` each file to its name on disk. `sources` are all sources.
    `images` are the measured pictures, `faults` says why others cannot be shown, `refusals` why some files are not
    even published. `versions` maps each translated document of the default language to the paths of its versions by
    language; `near` finds files by similar names. `people` has the hrefs of people by language and name, empty for
    those without a page; `person_keys` are their keys in the settings. `rights` are those of pictures of which nothing
    else is known, by language; pictures are offered in full size if there are to be `originals`. `leads` has the
    version of each translated release whose words are written into its pictures, by key, and `lang` is the language
    of such words in other pictures. `media` is film, sound and cards of other sites. `require` are words that no
    picture may lack.
    """

    addresses: dict[str, str]
    names: dict[str, str]
    anchors: dict[str, tuple[str, ...]]
    sources: frozenset[str]
    files: dict[str, str]
    images: dict[str, Image]
    faults: dict[str, Phrase]
    refusals: dict[str, Phrase]
    address: Address
    near: NearNames
    versions: dict[str, dict[str, str]] = {}
    people: dict[str, dict[str, str]] = {}
    person_keys: tuple[str, ...] = ()
    rights: dict[str, Rights] = {}
    leads: dict[str, Post] = {}
    lang: str = ""
    originals: bool = True
    media: MediaIndex = NO_MEDIA
    require: frozenset[str] = frozenset()

    def version(self, document: str, lang: str, source: str) -> str:
        """The version of a linked document in the reader's language, unless that version is the linking source itself.

        A link that names a language, such as `b.uz.md`, means that version.
        """
        translation = self.versions.get(document, {}).get(lang, document)
        return document if translation == source else translation
