"""The brand of a newsroom as its pages show it: icons and fonts."""

from __future__ import annotations

from msgspec import Struct


class Face(Struct, frozen=True, kw_only=True):
    """One file of a font as pages load it: its href, and the weights and the style that it is for."""

    href: str
    weight: str
    style: str


class Family(Struct, frozen=True, kw_only=True):
    """A font of the theme: the names to try in their order, as CSS writes them, and the files of the own one."""

    names: tuple[str, ...]
    own_name: str = ""
    faces: tuple[Face, ...] = ()

    @property
    def main_face(self) -> Face | None:
        """The file that most of a page needs: upright, and of the weight nearest to the usual one."""
        upright = [face for face in self.faces if face.style == "normal"] or self.faces
        return min(upright, key=lambda face: abs(int(face.weight.split()[-1]) - 400), default=None)


class Icon(Struct, frozen=True, kw_only=True):
    """An icon of the newsroom: its href, media type, and sizes (`192x192`, or `any` for a drawing)."""

    href: str
    type: str
    sizes: str


class Brand(Struct, frozen=True, kw_only=True):
    """What a theme adds to pages; `icon` and `touch_icon` are hrefs, empty where the theme has no picture for them."""

    icon: str = ""
    touch_icon: str = ""
    icons: tuple[Icon, ...] = ()
    text: Family | None = None
    headings: Family | None = None
