"""A random site under edit, for trials of what is remembered between builds."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from PIL import Image

from conftest import Site

ZONE = timezone(timedelta(hours=5))
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=ZONE)
STEPS = 8
TAGS = ("News", "news", "C++", "Новости", "a b")
TEMPLATES = ("home.html", "article.html", "parts.html", "base.html", "rss.xml", "style.css", "own.html")


class Desk:
    """A site under edit: each step changes something as a newsroom does, or moves the clock."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.chance = chance
        self.site = Site(folder, "")
        self.instant = NOW
        self.settings: dict[str, str | None] = {}
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

    @property
    def acts(self) -> list[Callable[[], None]]:
        """What can be done; what is there twice is done more often."""
        return [self.edit, self.edit, self.add, self.publish, self.publish, self.delete, self.rename, self.turn, self.template, self.setting,
                self.image, self.clock, self.touch, self.translate, self.swap, self.tamper]  # fmt: skip

    def step(self) -> str:
        """Take one step, or two in one batch; the answer names them."""
        chosen = self.chance.sample(self.acts, self.chance.choice((1, 1, 2)))
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
