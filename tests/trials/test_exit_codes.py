"""Faults of every kind, each sown into a sound site: the build exits other than 0, tells of it, and leaves the output as it was."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from conftest import SETTINGS, Site, digest
from pressgen.content.frontmatter import reader
from pressgen.plan import draft
from pressgen.plan.plan import make_plan
from pressgen.publish import exchange, journal, staging
from trials import small
from trials.test_content_fuzz import PICTURE

SOUND = """\
-- content/one.md --
---
title: One
date: 2025-01-01
tags: [news]
image: {src: pic.png, alt: A square}
---
[two](two.md) and [the list](list.txt)
-- content/two.md --
---
title: Two
date: 2025-01-02
related: one
---
## Part

Text.
-- content/pages/about.md --
---
title: About
---
Text.
-- content/list.txt --
A list
-- static/robots-note.txt --
A note
"""
Sow = Callable[[Site, pytest.MonkeyPatch], object]


class Fault(NamedTuple):
    """How to sow a fault, the code that tells of it, and how to build."""

    sow: Sow
    code: str
    strict: bool = False


def text(name: str, content: str | bytes) -> Sow:
    return lambda made, patch: made.edit(name, content)


def matter(line: str) -> Sow:
    return text("content/one.md", f"---\ntitle: One\ndate: 2025-01-01\n{line}\n---\nText.\n")


def body(content: str) -> Sow:
    return text("content/one.md", f"---\ntitle: One\ndate: 2025-01-01\n---\n{content}\n")


def setting(line: str) -> Sow:
    return text("pressgen.yml", f"{SETTINGS}{line}\n")


def theme(content: str, name: str = "article.html") -> Sow:
    return text(f"templates/{name}", content)


def instead(place: object, name: str, stand_in: Callable[..., object]) -> Sow:
    return lambda made, patch: patch.setattr(place, name, stand_in)


def fails(number: int) -> Callable[..., object]:
    def call(*arguments: object, **named: object) -> object:
        raise OSError(number, os.strerror(number), str(arguments[0]) if arguments else None)

    return call


def on_writing(number: int, after: int = 3) -> Sow:
    """The disk fails at the opening of the file that comes after so many others that were written."""

    def sow(made: Site, patch: pytest.MonkeyPatch) -> None:
        made.edit("content/one.md", "---\ntitle: Changed\ndate: 2025-01-01\n---\nText.\n")
        real, left = os.open, iter(range(after))

        def stand_in(file: str, flags: int, *rest: object, **named: object) -> object:
            if flags & os.O_EXCL and ".next-" in str(file) and next(left, None) is None:
                raise OSError(number, os.strerror(number), file)
            return real(file, flags, *rest, **named)  # type: ignore[arg-type]

        patch.setattr(os, "open", stand_in)

    return sow


def changed(then: Sow) -> Sow:
    def sow(made: Site, patch: pytest.MonkeyPatch) -> None:
        made.edit("content/one.md", "---\ntitle: Changed\ndate: 2025-01-01\n---\nText.\n")
        then(made, patch)

    return sow


def worker(end: Callable[[], object]) -> Sow:
    """The process that parses one.md comes to this end."""
    real = reader.read

    def stand_in(data: bytes, file: str, zone: ZoneInfo, *rest: object) -> object:
        return end() if file == "content/one.md" else real(data, file, zone)

    return changed(instead(reader, "read", stand_in))


def raising(error: BaseException) -> Callable[[], object]:
    def end() -> object:
        raise error

    return end


def odd(name: str, target: str) -> Sow:
    return lambda made, patch: (made.folder / name).symlink_to(target)


def odd_name(made: Site, patch: pytest.MonkeyPatch) -> None:
    with open(os.fsencode(made.folder / "content") + b"/caf\xe9.md", "wb") as file:
        file.write(b"---\ntitle: A\ndate: 2025-01-01\n---\n")


def vanish(made: Site, patch: pytest.MonkeyPatch) -> None:
    made.edit("content/list.txt", "Another list\n")
    patch.setattr(
        draft, "make_plan", lambda *given: (make_plan(*given), (made.folder / "content/list.txt").unlink())[0]
    )


def no_folder(made: Site, patch: pytest.MonkeyPatch) -> None:
    (made.folder / "content").rename(made.folder / "elsewhere")


def no_settings(made: Site, patch: pytest.MonkeyPatch) -> None:
    made.remove("pressgen.yml")


# Python-Markdown needs seconds for what the default dialect reads at once.
SLOW = "time_budget: 0.2\nmarkdown: python-markdown"

FAULTS: dict[str, Fault] = {
    # front matter
    "no front matter": Fault(text("content/one.md", "Text.\n"), "fence-missing"),
    "empty file": Fault(text("content/new.md", ""), "file-empty"),
    "UTF-16": Fault(text("content/one.md", "---\ntitle: A\n".encode("utf-16")), "file-encoding"),
    "not UTF-8": Fault(text("content/one.md", b"---\ntitle: caf\xe9\ndate: 2025-01-01\n---\n"), "file-encoding"),
    "rich text": Fault(text("content/one.md", b"{\\rtf1 News}"), "file-not-text"),
    "never closed": Fault(text("content/one.md", "---\ntitle: A\n"), "fence-close-missing"),
    "broken YAML": Fault(matter("x: [a"), "yaml-syntax"),
    "key given twice": Fault(matter("title: Two"), "yaml-duplicate-key"),
    "YAML tag": Fault(matter("x: !!python/object:os.system a"), "yaml-tag"),
    "deep YAML": Fault(matter("x: " + "[" * 99 + "]" * 99), "yaml-depth"),
    "no title": Fault(text("content/one.md", "---\ndate: 2025-01-01\n---\n"), "title-missing"),
    "no date": Fault(text("content/one.md", "---\ntitle: A\n---\n"), "date-missing"),
    "no such day": Fault(matter("updated: 2025-02-30"), "date-invalid"),
    "updated before published": Fault(matter("updated: 2024-01-01"), "date-order", strict=True),
    "views": Fault(matter("views: many"), "count-invalid", strict=True),
    "flag": Fault(matter("draft: perhaps"), "flag-invalid"),
    "language": Fault(matter("lang: 12"), "language-invalid", strict=True),
    "language not listed": Fault(matter("lang: uz"), "language-unknown", strict=True),
    "slug": Fault(matter("slug: a b"), "slug-invalid", strict=True),
    "permalink": Fault(matter("permalink: /../a/"), "address-invalid"),
    "alias": Fault(matter("aliases: a"), "alias-invalid", strict=True),
    "unknown contact": Fault(matter("contacts: nobody"), "contact-unknown", strict=True),
    "unknown related": Fault(matter("related: nothing"), "related-missing", strict=True),
    "template of a page": Fault(matter("template: nothing.html"), "template-missing", strict=True),
    "two at one address": Fault(matter("permalink: /2025/01/two/"), "path-collision"),
    "home page taken": Fault(matter("aliases: /"), "redirect-taken", strict=True),
    "two versions in a language": Fault(
        text("content/one.en.md", "---\ntitle: A\ndate: 2025-01-01\n---\n"), "translation-double", strict=True
    ),
    # bodies
    "link to nothing": Fault(body("[x](missing.md)"), "link-missing", strict=True),
    "link outside": Fault(body("[x](../../../etc/passwd)"), "link-missing", strict=True),
    "picture missing": Fault(body("![x](missing.png)"), "image-missing", strict=True),
    "time budget": Fault(
        lambda made, patch: (setting(SLOW)(made, patch), body("# a\n" * 4_000)(made, patch)),
        "document-overdue",
    ),
    "too large": Fault(text("content/new.md", b"a" * (2**24 + 1)), "file-too-large"),
    # with strict, what is else a warning
    "strict: broken address": Fault(body("[x](/nowhere/)"), "link-broken", strict=True),
    "strict: broken anchor": Fault(body("[x](two.md#nowhere)"), "anchor-missing", strict=True),
    "strict: own anchor": Fault(body("[x](#nowhere)"), "anchor-missing", strict=True),
    "strict: no alt": Fault(body("![](pic.png)"), "image-alt-missing", strict=True),
    "strict: HTML": Fault(body("<script>a</script>"), "html-removed", strict=True),
    "strict: foreign code": Fault(body("{{< figure >}}"), "foreign-code", strict=True),
    "strict: near miss": Fault(matter("sumary: A"), "key-near-miss", strict=True),
    "strict: link to a held release": Fault(
        lambda made, patch: (
            body("[x](two.md)")(made, patch),
            text("content/two.md", "---\ntitle: B\ndate: 2031-01-01\n---\n")(made, patch),
        ),
        "link-not-public",
        strict=True,
    ),
    # pictures
    "damaged picture": Fault(text("content/pic.png", PICTURE[:40]), "image-unusable", strict=True),
    "empty picture": Fault(text("content/pic.png", b""), "image-unusable", strict=True),
    "text as a picture": Fault(text("content/pic.png", b"%!PS"), "image-unusable", strict=True),
    "missing lead picture": Fault(lambda made, patch: made.remove("content/pic.png"), "image-missing", strict=True),
    "SVG with a script": Fault(
        lambda made, patch: (
            matter("image: a.svg")(made, patch),
            made.edit("content/a.svg", "<svg width='1' height='1'><script/></svg>"),
        ),
        "image-unusable",
        strict=True,
    ),
    "lead picture is a text": Fault(matter("image: list.txt"), "image-unusable", strict=True),
    # templates
    "template: syntax": Fault(theme("{% if %}"), "template-failed"),
    "template: unknown value": Fault(theme("{{ release.nonsense }}"), "template-failed"),
    "template: unknown name": Fault(theme("{{ nonsense }}"), "template-failed"),
    "template: unknown filter": Fault(theme("{{ 1|nonsense }}"), "template-failed"),
    "template: missing include": Fault(theme('{% include "nothing.html" %}'), "template-missing"),
    "template: missing parent": Fault(theme('{% extends "nothing.html" %}'), "template-missing"),
    "template: includes itself": Fault(theme('{% include "article.html" %}'), "template-failed"),
    "template: division": Fault(theme("{{ 1 / 0 }}"), "template-failed"),
    "template: of one page": Fault(
        lambda made, patch: (matter("template: own.html")(made, patch), theme("{{ a.b }}", "own.html")(made, patch)),
        "template-failed",
    ),
    "template: not UTF-8": Fault(theme(b"\xff", "404.html"), "file-encoding"),  # type: ignore[arg-type]
    "template: feed": Fault(theme("{{ feed.nonsense }}", "rss.xml"), "template-failed"),
    "template: 404": Fault(theme("{% endif %}", "404.html"), "template-failed"),
    # settings
    "settings: none": Fault(no_settings, "settings-missing"),
    "settings: empty": Fault(text("pressgen.yml", ""), "settings-empty"),
    "settings: YAML": Fault(setting("x: [a"), "yaml-syntax"),
    "settings: unknown key": Fault(setting("titel: A"), "settings-unknown"),
    "settings: type": Fault(setting("page_size: many"), "settings-type"),
    "settings: zone": Fault(
        text("pressgen.yml", "title: A\nurl: https://a.example/\ntimezone: Mars/Base\n"), "settings-timezone"
    ),
    "settings: url": Fault(text("pressgen.yml", "title: A\nurl: 'http://['\n"), "settings-url"),
    "settings: no url": Fault(text("pressgen.yml", "title: A\n"), "settings-missing-key"),
    "settings: pattern": Fault(setting("permalink: '/{month:02d}/{slug}/'"), "settings-permalink"),
    "settings: logo": Fault(setting("publisher: {logo: nowhere.png}"), "settings-logo"),
    "settings: script": Fault(setting("profiles: {a: 'javascript:alert(1)'}"), "settings-link"),
    # files and folders
    "no content": Fault(no_folder, "content-missing"),
    "link to nothing on disk": Fault(odd("content/new.md", "nowhere.md"), "file-unreadable"),
    "link outside on disk": Fault(odd("content/new.md", "/etc/hostname"), "path-outside"),
    "linked folder outside": Fault(odd("content/new", "/etc"), "path-outside"),
    "pipe": Fault(lambda made, patch: os.mkfifo(made.folder / "content/new.md"), "file-unreadable"),
    "name that is not UTF-8": Fault(odd_name, "file-name"),
    "attachment that vanishes": Fault(vanish, "file-unreadable"),
    "foreign file in the way": Fault(
        changed(
            lambda made, patch: (
                made.edit("content/three.md", "---\ntitle: C\ndate: 2025-01-03\n---\n"),
                made.edit("output/2025/01/three", "mine"),
            )
        ),
        "output-in-the-way",
    ),
    "manifest damaged": Fault(text("output/.pressgen.json", "{"), "manifest-damaged"),
    # processes
    "worker killed": Fault(worker(lambda: os.kill(os.getpid(), signal.SIGKILL)), "document-failed"),
    "worker ends": Fault(worker(lambda: os._exit(0)), "document-failed"),
    "worker has no memory": Fault(worker(raising(MemoryError())), "document-failed"),
    "worker raises": Fault(worker(raising(ZeroDivisionError("a"))), "document-failed"),
    "worker sleeps": Fault(
        lambda made, patch: (setting("time_budget: 0.2")(made, patch), worker(lambda: time.sleep(9))(made, patch)),
        "document-overdue",
    ),
    "no worker": Fault(changed(instead(os, "fork", fails(errno.EAGAIN))), "workers-not-started"),
    # the disk
    "disk full": Fault(on_writing(errno.ENOSPC), "output-failed"),
    "disk full at once": Fault(on_writing(errno.ENOSPC, after=0), "output-failed"),
    "disk fails": Fault(on_writing(errno.EIO), "output-failed"),
    "no more files": Fault(on_writing(errno.EMFILE), "output-failed"),
    "no place for a folder": Fault(changed(instead(staging, "make_folder", fails(errno.ENOSPC))), "output-failed"),
    "no stage": Fault(changed(instead(os, "mkdir", fails(errno.ENOSPC))), "output-failed"),
    "no journal": Fault(changed(instead(journal, "_write_synced", fails(errno.EIO))), "output-failed"),
    "no renames": Fault(changed(instead(os, "replace", fails(errno.EIO))), "output-torn"),  # and no way back
    "no exchange": Fault(
        changed(
            lambda made, patch: (
                small.set_way("exchange", patch),
                patch.setattr(exchange, "exchange", fails(errno.EIO)),
            )
        ),
        "output-failed",
    ),
    "no exchange and no place": Fault(
        changed(
            lambda made, patch: (
                small.set_way("no exchange", patch),
                patch.setattr(os, "replace", fails(errno.ENOSPC)),
            )
        ),
        "output-torn",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_gives_an_exit_code_and_a_problem_and_leaves_the_output(site: Callable[..., Site], what: str) -> None:
    made, fault = site(SOUND), FAULTS[what]
    made.edit("content/pic.png", PICTURE)
    assert made.build(strict=True).exit_code == 0, made.report.problems
    with pytest.MonkeyPatch.context() as patch:
        fault.sow(made, patch)
        before = digest(made.files())
        manifest = (made.output / ".pressgen.json").read_bytes()
        report = made.build(strict=fault.strict)
    errors = [problem for problem in report.problems if problem.severity == "error"]
    assert report.exit_code != 0
    assert fault.code in [problem.code for problem in errors]
    assert all(problem.hint for problem in errors), errors
    assert digest(made.files()) == before
    assert (made.output / ".pressgen.json").read_bytes() == manifest
    assert left_behind(made.folder) == []


def left_behind(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith(".output")]


def test_one_bad_release_among_many_is_not_passed_over(site: Callable[..., Site]) -> None:
    made = site("".join(f"-- content/a{k}.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n" for k in range(1_000)))
    made.edit("content/a777.md", "---\ntitle: A\ndate: 8 March\n---\n")
    report = made.build(jobs=2)
    assert (report.exit_code, [problem.file for problem in report.problems]) == (1, ["content/a777.md"])
    assert not made.output.exists()
