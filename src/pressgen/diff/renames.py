"""Which releases and standing pages are the same as before under another file name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
    for key in (_by_text, _by_body):
        former, present = _unique(gone.items(), key), _unique(fresh.items(), key)
        for text in sorted(former.keys() & present.keys()):
            _pair(pairs, gone, fresh, former[text], present[text])
    return pairs


def _pair(pairs: dict[str, str], gone: dict[str, Shown], fresh: dict[str, Shown], former: str, present: str) -> None:
    """Note that two sources are one release, unless something else is known of one of them."""
    if former in gone and present in fresh:
        del gone[former], fresh[present]
        pairs[former] = present


def _by_text(shown: Shown) -> tuple[str, ...]:
    return shown.text


def _by_body(shown: Shown) -> tuple[str, ...]:
    return shown.text[1:]


def _unique(items: Iterable[tuple[str, Shown]], key: Callable[[Shown], tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """The sources by a key that no other source has; those of which no text is known have none."""
    sources: dict[tuple[str, ...], list[str]] = {}
    for source, shown in items:
        if any(key(shown)):
            sources.setdefault(key(shown), []).append(source)
    return {text: names[0] for text, names in sources.items() if len(names) == 1}
