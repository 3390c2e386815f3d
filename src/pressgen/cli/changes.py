"""A difference in words: as text for people, as Markdown for a pull request, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, get_args

import msgspec

from pressgen.cli.summary import escape_markdown
from pressgen.diff.difference import Event

if TYPE_CHECKING:
    from pressgen.cli.console import Console
    from pressgen.diff.difference import Cause, Change, Difference, Risk

# By kind and event, without a time and with one.
CAUSES = {
    ("source", "new"): "{name} is new",
    ("source", "edited"): "{name} was edited",
    ("source", "moved"): "{former} was renamed to {name}",
    ("source", "public"): "the embargo of {name} ends",
    ("source", "published"): "{name} was withheld, and is public now",
    ("source", "deleted"): "{name} was deleted",
    ("source", "draft"): "{name} is a draft now",
    ("source", "embargoed"): "{name} is embargoed now",
    ("source", "expired"): "{name} has expired",
    ("source", "errors"): "{name} is left out because of its errors",
    ("source", "hidden"): "{name} is not shown any more",
    ("source", "withdrawn"): "{name} was withdrawn",
    ("source", "time"): "a time in {name} has come",
    ("setting", ""): "the setting “{name}” has changed",
    ("setting", "time"): "a time in the setting “{name}” has come",
    ("template", ""): "the template {name} has changed",
    ("file", "new"): "the file {name} is new",
    ("file", "edited"): "the file {name} was edited",
    ("file", "deleted"): "the file {name} was deleted",
    ("foreign", ""): "something else changed or removed the published file",
    ("retention", ""): "the days are over for which a replaced picture stays",
    ("unknown", ""): "the cause is not known",
}
ANY_TEMPLATE = "a template has changed, it is not known which"
# What somebody should look at before publication.
RISKS = {"lost": "Address lost", "public": "Embargo", "withdrawn": "Taken back", "many": "Many addresses"}
SIGNS = {"added": "+", "changed": "~", "removed": "-"}
ORDER = get_args(Event)
MAX_ADDRESSES = 12
"""Addresses that are shown of each cause."""
MAX_CAUSES = 3
"""Other causes that are shown of an address."""
MAX_LENGTH = 60_000
"""Characters of the Markdown; GitHub takes a comment of 65,536."""
MARKER = "<!-- pressgen diff -->"
"""The first line of the Markdown, by which a workflow knows its comment."""


def as_plain_text(difference: Difference, console: Console) -> str:
    """The changes for people at a terminal: risks first, then the addresses by cause."""
    lines = [_head(difference, console)]
    if difference.risks:
        lines += ["", console.translate("Look at this first:")]
        lines += [f"  {_risk(risk, console, str)}" for risk in difference.risks]
    for cause, changes in _groups(difference.changes):
        lines += ["", f"{_title(cause, console)} ({console.count_of(len(changes), 'address')})"]
        lines += [f"  {line}" for line in _addresses(cause, changes, console)]
    return "\n".join(lines)


def as_markdown_text(difference: Difference, console: Console) -> str:
    """The changes in Markdown, for the comment on a pull request."""
    lines = [MARKER, f"**{escape_markdown(_head(difference, console))}**", ""]
    if difference.risks:
        lines += [f"{console.translate('Look at this first:')}", ""]
        lines += [f"- {_risk(risk, console, _code)}" for risk in difference.risks] + [""]
    length = sum(map(len, lines))
    groups = _groups(difference.changes)
    for number, (cause, changes) in enumerate(groups):
        title = f"{escape(_title(cause, console))} ({console.count_of(len(changes), 'address')})"
        block = [f"<details><summary>{title}</summary>", ""]
        # A comparison in a code block has colours: here a line that changes begins with an exclamation mark.
        addresses = [f"!{line[1:]}" if line[0] == "~" else line for line in _addresses(cause, changes, console)]
        block += ["```diff", *addresses, "```", "", "</details>", ""]
        length += sum(map(len, block))
        if length > MAX_LENGTH:
            lines.append(console.translate("… and {count} more", count=len(groups) - number))
            break
        lines += block
    return "\n".join(lines).rstrip()


def as_json_text(difference: Difference, console: Console) -> str:
    """Everything as JSON, with the problems in the language of the console."""
    values = msgspec.structs.asdict(difference) | {
        "counts": _counts(difference),
        "problems": console.localize(difference.problems),
    }
    return msgspec.json.format(msgspec.json.encode(values), indent=2).decode()


def _head(difference: Difference, console: Console) -> str:
    against = _visible(difference.against)
    if not difference.changes:
        return console.translate("Nothing differs from {against}.", against=against)
    text = "Compared with {against}: {added} new, {changed} changed, {removed} gone."
    return console.translate(text, against=against, **_counts(difference))


def _counts(difference: Difference) -> dict[str, int]:
    actions: list[str] = [change.action for change in difference.changes]
    return {action: actions.count(action) for action in SIGNS}


def _groups(changes: Sequence[Change]) -> list[tuple[Cause, list[Change]]]:
    """The changes by their first causes: releases first, and what nobody can explain last."""
    groups: dict[Cause, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.causes[0], []).append(change)
    return sorted(groups.items(), key=lambda group: _rank(group[0]))


def _rank(cause: Cause) -> tuple[int, int, str, str]:
    kinds = [kind for kind, _ in CAUSES]
    return kinds.index(cause.kind), ORDER.index(cause.event), cause.name, cause.at


def _addresses(cause: Cause, changes: Sequence[Change], console: Console) -> Iterator[str]:
    """A line for each address of a group, that of the page itself first."""
    # One line says from where to where a page moves.
    targets = {change.moved_to for change in changes if change.moved_to}
    sources = {cause.name, cause.former} - {""}
    listed = [change for change in changes if change.address not in targets]
    ordered = sorted(listed, key=lambda change: (change.source not in sources, not change.moved_to, change.path))
    for change in ordered[:MAX_ADDRESSES]:
        line = f"{SIGNS[change.action]} {change.address}"
        if change.moved_to:
            line = f"> {change.address} → {change.moved_to}"
        others = change.causes[1:]
        if others:
            words = "; ".join(_sentence(other, console, str) for other in others[:MAX_CAUSES])
            if len(others) > MAX_CAUSES:
                words += " " + console.translate("… and {count} more", count=len(others) - MAX_CAUSES)
            line += " " + console.translate("(also: {causes})", causes=words)
        yield line
    if len(ordered) > MAX_ADDRESSES:
        yield console.translate("… and {count} more", count=len(ordered) - MAX_ADDRESSES)


def _risk(risk: Risk, console: Console, mark: Callable[[str], str]) -> str:
    words = [f"{console.translate(RISKS[risk.kind])}: "]
    if risk.addresses:
        shown = risk.addresses[:MAX_CAUSES]
        words.append(", ".join(map(mark, shown)))
        if len(risk.addresses) > len(shown):
            words.append(" " + console.translate("… and {count} more", count=len(risk.addresses) - len(shown)))
        words.append("; ")
        if risk.moved_to:
            words.append(console.translate("the page is at {address} now", address=mark(risk.moved_to)) + "; ")
    words.append(_sentence(risk.cause, console, mark))
    if not risk.addresses:
        words.append(f" ({console.count_of(risk.count, 'address')})")
    return "".join(words)


def _title(cause: Cause, console: Console) -> str:
    sentence = _sentence(cause, console, str)
    # The name of a file stays as it is.
    names = tuple(map(_visible, filter(None, (cause.name, cause.former))))
    return sentence if names and sentence.startswith(names) else sentence[:1].upper() + sentence[1:]


def _sentence(cause: Cause, console: Console, mark: Callable[[str], str]) -> str:
    """A cause in words, with its time if the clock is the cause."""
    if cause.kind == "template" and not cause.name:
        return console.translate(ANY_TEMPLATE)
    names = {"name": mark(_visible(cause.name)), "former": mark(_visible(cause.former))}
    text = console.translate(CAUSES[cause.kind, cause.event], **names)
    if not cause.at:
        return text
    return f"{text}, {datetime.fromisoformat(cause.at).isoformat(sep=' ', timespec='minutes')}"


def _code(text: str) -> str:
    return f"<code>{escape_markdown(text)}</code>"


def _visible(text: str) -> str:
    """A name without characters that a terminal would obey."""
    return "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in text)
