"""Which releases and standing pages are the same as before under another file name."""

from __future__ import annotations

from collections.abc import Iterable

from pressgen.diff.sides import NewSide, OldSide, Shown
from pressgen.site.history import Pending


def renames(old: OldSide, new: NewSide) -> dict[str, str]:
    """The present sources of what was shown before, by the former source.

    The record knows them; without it, they have the same headline and text, or a text that no other file has.
    """
    gone = {source: shown for source, shown in old.documents.items() if source not in new.prospect.sources.documents}
    withheld = old.site.withheld if old.site else {}
    fresh = {
        source: shown
        for source in (new.paths.keys() - old.documents.keys() - withheld.keys() if gone else ())
        if (shown := new.shown(source))
    }
    if not fresh:
        return {}
    pairs: dict[str, str] = {}
    for pending in new.prospect.site.pending:
        if isinstance(pending, Pending) and pending.recorded:
            _pair(pairs, gone, fresh, pending.recorded.source, pending.post.path)
    for start in (0, 1):  # by headline and text, then by the text alone
        former, present = _unique(gone.items(), start), _unique(fresh.items(), start)
        for text in sorted(former.keys() & present.keys()):
            _pair(pairs, gone, fresh, former[text], present[text])
    return pairs


def _pair(pairs: dict[str, str], gone: dict[str, Shown], fresh: dict[str, Shown], former: str, present: str) -> None:
    """Note that two sources are one release, unless something else is known of one of them."""
    if former in gone and present in fresh:
        del gone[former], fresh[present]
        pairs[former] = present


def _unique(items: Iterable[tuple[str, Shown]], start: int) -> dict[tuple[str, ...], str]:
    """The sources by the digests of their text from one on, if no other source has these; empty ones do not count."""
    sources: dict[tuple[str, ...], list[str]] = {}
    for source, shown in items:
        if any(shown.text[start:]):
            sources.setdefault(shown.text[start:], []).append(source)
    return {text: names[0] for text, names in sources.items() if len(names) == 1}
