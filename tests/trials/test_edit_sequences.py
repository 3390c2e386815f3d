"""After any sequence of edits and of other commands the incremental build equals a clean one, byte for byte."""

from __future__ import annotations

import io
import os
import random
import shutil
from contextlib import nullcontext
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from PIL import Image

import extras
from conftest import Site
from pressgen.build import build
from pressgen.check.run import check
from pressgen.model import Options, Report
from pressgen.serve.engine import Engine
from trials.trial import Trial

ZONE = timezone(timedelta(hours=5))
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=ZONE)
STEPS = 8
TAGS = ("News", "news", "C++", "Новости", "a b")
TEMPLATES = ("home.html", "article.html", "parts.html", "base.html", "rss.xml", "style.css", "own.html")
FULL, QUICK = 500, 6
JOBS = (1, 1, 1, 1, 1, 2)


class Desk:
    """A site under edit: each step changes something as a newsroom does, or moves the clock."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.chance = chance
        self.site = Site(folder, "")
        self.instant = NOW
        self.settings: dict[str, str] = {}
        self.count = 0
        self.theme = Path(__file__).parents[2] / "templates"
        for number in range(chance.randint(4, 16)):
            self.write(f"content/{chance.choice(('', '2025/', 'deep/er/'))}r{number}.md")
        self.write("content/pages/about.md")
        self.site.edit("content/p.png", picture(chance))
        self.configure()

    def sources(self, suffix: str = ".md") -> list[Path]:
        return sorted(path for path in (self.site.folder / "content").rglob(f"*{suffix}") if path.is_file())

    def any(self) -> Path:
        return self.chance.choice(self.sources())

    def write(self, path: str) -> None:
        self.site.edit(path, self.text(path))

    def text(self, path: str) -> str:
        pick, self.count = self.chance.choice, self.count + 1
        keys = [f"title: Title {self.chance.randint(0, 30)} of {Path(path).stem}"]
        keys += [f"slug: {Path(path).name.split('.')[0].lower()}-{self.count}"] if pick((0, 0, 1)) else []
        keys += [f"summary: Summary {self.count}"] if pick((0, 1)) else []
        keys += [f"views: {self.count}"] if pick((0, 1)) else []
        if "/pages/" not in path:
            date = NOW + timedelta(hours=pick((-9000, -800, -72, -30, -1, 1, 2, 47)), minutes=self.count)
            keys += [f"date: {date:%Y-%m-%d %H:%M}"]
            keys += [f"tags: [{', '.join(self.chance.sample(TAGS, 2))}]"] if pick((0, 1, 1)) else []
            keys += (
                [f"expires: {date + timedelta(hours=pick((1, 30, 900))):%Y-%m-%d %H:%M}"] if pick((0, 0, 0, 1)) else []
            )
            keys += ["image: {src: /p.png, alt: A square}"] if pick((0, 1)) and self.sources("p.png") else []
            keys += ["pinned: true"] if pick((0, 0, 1)) else []
            keys += pick(([], ["section: news"], ["section: news", "series: reform"], ["authors: malika"]))
        keys += ["draft: true"] if pick((0, 0, 0, 0, 1)) else []
        body = [
            f"Paragraph {self.count} of *words* (seal).",
            pick(("", "## A heading", "- a list", "| a | b |\n|---|---|\n| 1 | 2 |")),
        ]
        return "\n".join(["---", *keys, "---", *("\n" + part for part in body), ""])

    def configure(self) -> None:
        base = "title: Test News\nurl: https://news.example/\ntimezone: Asia/Tashkent\nlanguages: [en, ru]\n"
        base += "sections: {news: {name: News}}\npeople: {malika: {name: Malika}}\nseries: {reform: {name: Reform}}\n"
        self.site.edit(
            "pressgen.yml", base + "".join(f"{key}: {value}\n" for key, value in sorted(self.settings.items()))
        )

    def step(self) -> str:
        """Take one step, or two in one batch; the answer names them."""
        acts = [self.edit, self.edit, self.add, self.publish, self.publish, self.delete, self.rename, self.turn, self.template, self.setting,
                self.image, self.clock, self.touch, self.translate, self.swap, self.tamper]  # fmt: skip
        chosen = self.chance.sample(acts, self.chance.choice((1, 1, 2)))
        for act in chosen:
            act()
        return "+".join(act.__name__ for act in chosen)

    def edit(self) -> None:
        path = self.any()
        text = path.read_text(encoding="utf-8")
        if self.chance.random() < 0.5:
            path.write_text(text + f"\nAnother line {self.count}.\n", encoding="utf-8")
        else:
            self.write(path.relative_to(self.site.folder).as_posix())

    def add(self) -> None:
        self.write(f"content/new/n{self.count}.md")

    def publish(self) -> None:
        """Add what newsrooms add most often: the newest release of all, perhaps with a translation or for a later hour."""
        pick, self.count = self.chance.choice, self.count + 1
        others = [path.relative_to(self.site.folder).as_posix() for path in self.sources()]
        name = f"content/{pick(('', 'new/', 'ru/'))}p{self.count}"
        for suffix in pick(((".md",), (".md",), (".ru.md",), (".md", ".ru.md"))):
            keys = [f"title: Published {self.count}", f"date: {self.instant:%Y-%m-%d %H:%M}"]
            keys += (
                [f"tags: [{', '.join(self.chance.sample((*TAGS[2:], f'tag {self.count}'), 2))}]"]
                if pick((0, 1))
                else []
            )
            keys += ["pinned: true"] if pick((0, 0, 0, 1)) else []
            keys += [f"aliases: [/old/{self.count}{suffix}/]"] if pick((0, 0, 1)) else []
            keys += [f"related: [/{pick(others).removeprefix('content/')}]"] if pick((0, 0, 1)) else []
            keys += [f"translation_key: k{pick((1, 2, 3))}"] if pick((0, 0, 0, 1)) else []
            keys += ["draft: true"] if pick((0, 0, 0, 0, 1)) else []
            link = pick(("", "", f"[a link](/{pick(others).removeprefix('content/')})", "[tags](/tags/)"))
            self.site.edit(name + suffix, "\n".join(["---", *keys, "---", "", f"Published {link} text.", ""]))

    def delete(self) -> None:
        if len(self.sources()) > 2:
            self.any().unlink()

    def rename(self) -> None:
        path = self.any()
        name = (
            path.name.swapcase().replace(".MD", ".md") if self.chance.random() < 0.5 else f"re{self.count}-{path.name}"
        )
        path.rename(path.with_name(name))
        self.count += 1

    def turn(self) -> None:
        """A file becomes a folder of the same name with the release as its index, or back."""
        path = self.any()
        if path.name == "index.md":
            target, folder = path.parent.with_suffix(".md"), path.parent
            if not target.exists() and len(list(folder.iterdir())) == 1:
                path.rename(target)
                folder.rmdir()
        elif "pages" not in path.parts and path.name.count(".") == 1 and not path.with_suffix("").exists():
            path.with_suffix("").mkdir()
            path.rename(path.with_suffix("") / "index.md")

    def template(self) -> None:
        name = self.chance.choice(TEMPLATES)
        path = self.site.folder / "templates" / name
        if path.exists():
            path.unlink()
        elif (self.theme / name).exists():
            note = "" if name.endswith((".xml", ".css")) else f"{{# {self.count} #}}<!-- {self.count} -->"
            if name == "parts.html":
                note = f"{{# {self.count} #}}"
            self.site.edit(f"templates/{name}", (self.theme / name).read_text(encoding="utf-8") + note)

    def setting(self) -> None:
        key, values = self.chance.choice(
            [
                ("page_size", "2 3 20"),
                ("description", "One Two"),
                ("archive", "months page"),
                ("orphans", "0 1"),
                ("share", "[] [email] [x,vk]"),
            ]
        )
        self.settings[key] = self.chance.choice(values.split())
        self.configure()

    def image(self) -> None:
        path = self.site.folder / "content/p.png"
        if path.exists():
            before = os.stat(path)
            path.write_bytes(picture(self.chance))
            if self.chance.random() < 0.5:
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def clock(self) -> None:
        self.instant += timedelta(hours=self.chance.choice((-3, 1, 2, 24, 48)))

    def touch(self) -> None:
        path = self.any()
        before = os.stat(path).st_mtime_ns
        if self.chance.random() < 0.5:
            path.write_text(path.read_text(encoding="utf-8") + "\nSame time.\n", encoding="utf-8")
        os.utime(path, ns=(before, before - self.chance.choice((0, 10**12))))

    def translate(self) -> None:
        path = self.any()
        if path.name.count(".") == 1:
            self.write(path.with_suffix(".ru.md").relative_to(self.site.folder).as_posix())

    def swap(self) -> None:
        first, second = self.any(), self.any()
        texts = first.read_bytes(), second.read_bytes()
        if ("pages" in first.parts) == ("pages" in second.parts):
            first.write_bytes(texts[1])
            second.write_bytes(texts[0])

    def tamper(self) -> None:
        """Somebody alters, removes or adds a file in the output folder."""
        files = sorted(path for path in self.site.output.rglob("*") if path.is_file() and path.name != ".pressgen.json")
        if files:
            path = self.chance.choice(files)
            path.unlink() if self.chance.random() < 0.5 else path.write_bytes(b"altered")


def picture(chance: random.Random) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (120, 80), tuple(chance.randrange(256) for _ in range(3))).save(data, "PNG")
    return data.getvalue()


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Names, modes and bytes."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differences(desk: Desk, warm: Report) -> str:
    """How the warm build differs from a clean one of the same sources; empty if it does not."""
    folder = desk.site.folder
    shutil.rmtree(folder / "clean", ignore_errors=True)
    cold = build(folder, as_of=desk.instant, options=Options(output="clean", cache=False))
    if (warm.exit_code, warm.problems) != (cold.exit_code, cold.problems):
        return f"exit {warm.exit_code} {warm.problems} instead of {cold.exit_code} {cold.problems}"
    if not cold.written:
        return ""
    ours, theirs = tree(desk.site.output), tree(folder / "clean")
    odd = sorted(path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path))
    return f"{len(odd)} files differ: {odd[:4]}" if odd else ""


class Between:
    """What other commands do to a site between two of its builds; each takes part in the memory or leaves its own output."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.engine = desk, Engine(desk.site.folder, Options())

    def step(self) -> str:
        """Run one or two other commands, or none; the answer names them."""
        acts = (
            self.check,
            self.preview,
            self.fail,
            self.drafts,
            self.elsewhere,
            self.another_hour,
            self.without_memory,
        )
        chosen = self.desk.chance.sample(acts, self.desk.chance.choice((0, 1, 1, 2)))
        for act in chosen:
            act()
        return "".join(f"[{act.__name__}]" for act in chosen)

    def build(self, instant: datetime | None = None, **options: Any) -> Report:
        return build(self.desk.site.folder, as_of=instant or self.desk.instant, options=Options(**options))

    def check(self) -> None:
        check(self.desk.site.folder, self.desk.instant, Options())

    def preview(self) -> None:
        state = self.engine.refresh(self.desk.instant)
        for path in self.desk.chance.sample(sorted(state.outputs), min(2, len(state.outputs))):
            self.engine.content(path)

    def fail(self) -> None:
        """A build that a fault in a template, a release or the settings stops; the fault is gone afterwards."""
        name = self.desk.chance.choice(("templates/base.html", "content/broken.md", "pressgen.yml"))
        path = self.desk.site.folder / name
        before = path.read_bytes() if path.exists() else None
        self.desk.site.edit(name, "{% if %}" if name.endswith("html") else "---\ntitle: [\n---\n")
        assert not self.build().written
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)

    def drafts(self) -> None:
        self.build(drafts=True, output=self.desk.chance.choice(("preview", "output")))

    def elsewhere(self) -> None:
        self.build(output="other")

    def another_hour(self) -> None:
        self.build(self.desk.instant + timedelta(hours=self.desk.chance.choice((-30, 30))), output="later")

    def without_memory(self) -> None:
        self.build(cache=False)


def yaml_of(lines: str) -> dict[str, str]:
    """The values of settings by their names, as written."""
    return dict(line.split(": ", 1) for line in lines.splitlines())


def test_an_incremental_build_equals_a_clean_one(tmp_path: Path, trial: Trial, full_trials: bool) -> None:
    written, commands = 0, 0
    for number in range(FULL if full_trials else QUICK):
        desk = Desk(tmp_path / str(number), random.Random(trial.random.random()))
        between = Between(desk)
        past: list[str] = []
        with extras.added() if number % 2 else nullcontext():
            if number % 2:
                desk.site.edit("templates/figures.html", extras.PAGE)
                desk.settings |= yaml_of(extras.SETTINGS)
                desk.configure()
            for _ in range(STEPS):
                edits = desk.step()
                others = between.step()
                past.append(edits + others)
                commands += bool(others)
                warm = build(desk.site.folder, as_of=desk.instant, options=Options(jobs=desk.chance.choice(JOBS)))
                written += warm.written
                trial.case(f"sequence {number}: {' '.join(past)}", differences(desk, warm))
        between.engine.close()
        shutil.rmtree(desk.site.folder)
    trial.end(sequences=trial.n // STEPS, written=written, after_other_commands=commands)
    assert written > trial.n // 2 < commands
