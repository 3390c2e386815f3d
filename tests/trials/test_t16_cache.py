"""T16: whatever stands in .pressgen/, a build neither crashes nor publishes a wrong byte, and nothing of it is run."""

from __future__ import annotations

import os
import pickletools
import random
import shutil
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import msgspec
import pytest

from conftest import Site
from pressgen.model import Options, Report
from pressgen.output import keep, trace, twin
from pressgen.build import build
from trials import small
from trials.trial import Trial

NOW = datetime.fromtimestamp(small.INSTANT, timezone.utc)
PICKLE = b"\x80\x04cos\nsystem\n(S'touch pressgen-was-here'\ntR."
HOSTILE = (
    b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe{}", b'"a"', b"1e999", b"[" * 100_000, b'{"key":' + b"[" * 100_000,
    b'{"key":null,"documents":{}}', b'{"key":"","documents":[]}', b'{"documents":{"../../etc/passwd":{}}}',
    b'{"key":"","output":"/","stamps":"","prints":{"../../x":""}}', PICKLE, b"\0" * 4096,
)  # fmt: skip
Damage = Callable[[bytes, random.Random], bytes]


def sealed(body: bytes) -> bytes:
    """A file of the cache as pressgen itself would keep it: its digest is right."""
    return keep._digest(body) + body


def flipped(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 3))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def replaced(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data))
    return data[:begin] + chance.randbytes(min(64, len(data) - begin)) + data[begin + 64 :]


def hostile(data: bytes, chance: random.Random) -> bytes:
    return sealed(chance.choice(HOSTILE))


def is_text(data: bytes) -> bool:
    """Whether this is a file of texts, which has no seal: each of its texts has a digest elsewhere."""
    return data.startswith(b"<")


def of_another_version(data: bytes, chance: random.Random) -> bytes:
    """Sound, but made by other code: its key is another, and every word that it remembers is a wrong one."""
    if is_text(data):
        return data.replace(b"Text", b"Txet")
    try:
        found = msgspec.json.decode(data[keep._DIGEST :])
    except (msgspec.DecodeError, ValueError, RecursionError):  # a file that an earlier round has struck
        return data
    if not isinstance(found, dict):
        return data
    found = {name: "0" * len(str(one)) if name == "key" else one for name, one in found.items()}
    # The trace and what goes with it have no key: they are bound to the stamps of pressgen's own files.
    found |= {name: "0" * 32 for name in ("inputs", "digest") if name in found}
    return sealed(msgspec.json.encode(found).replace(b"One", b"Eno").replace(b"Text", b"Txet"))


def of_a_wrong_shape(data: bytes, chance: random.Random) -> bytes:
    """Sound, its key right, but one value somewhere is of another kind.

    A forged value of the right kind (a body, a language) cannot be told from a parsed one: who can
    write sealed files into .pressgen/ of a site can as well write its sources.
    """
    if is_text(data):
        return data
    found = msgspec.json.decode(data[keep._DIGEST :])
    place: object = found
    while isinstance(place, dict) and place:
        name = chance.choice(sorted(place.keys() - {"key"}) or ["key"])
        if not isinstance(place[name], dict) or chance.random() < 0.3:
            kinds = (None, 7, [], {}, "x", -1.5, True)
            place[name] = chance.choice([one for one in kinds if type(one) is not type(place[name])])
            break
        place = place[name]
    return sealed(msgspec.json.encode(found))


DAMAGES: tuple[Damage, ...] = (flipped, truncated, replaced, hostile, of_another_version)


def names_in(made: Site) -> list[str]:
    """The files that are kept, those of the twin included: a page there is the published one."""
    found = made.folder / ".pressgen"
    return sorted(p.relative_to(found).as_posix() for p in found.rglob("*") if p.is_file() and p.stat().st_size)


def run(made: Site) -> Report:
    return build(made.folder, as_of=NOW, options=Options())


def settle(made: Site) -> None:
    """Wait until the sources are old enough for their stamps to be trusted."""
    paths = [path for path in made.folder.rglob("*") if ".pressgen" not in path.parts]
    newest = max(os.lstat(path).st_ctime_ns for path in paths)
    while keep.file_time(made.folder) <= newest + trace.SETTLED:
        pass


def warm(folder: Path) -> Site:
    """A site with all its memory, the trace of its last build included."""
    made = small.lay(folder)
    settle(made)
    run(made)
    run(made)
    return made


def outcome(made: Site, wanted: small.Tree) -> list[str]:
    """What is wrong with a build from the memory as it stands, and with the next."""
    faults = []
    for _ in range(2):
        try:
            report = run(made)
        except Exception as error:
            return [f"crash: {type(error).__name__}: {error}"]
        faults.append(f"exit {report.exit_code}: {report.problems}" if report.exit_code else "")
        faults.append(small.differences(small.tree(made.output), wanted))
    return faults


def test_no_damage_of_the_cache_shows_in_the_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], full_trials: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    trial = Trial("T16")
    made = warm(tmp_path / "site")
    assert {"prints.json", "trace.json"} < set(names_in(made))
    twins = 0
    for number in range(200 if full_trials else 24):
        monkeypatch.setattr(twin, "MANY", small.SIZES[number % 4 < 2])
        if number % 6 == 4:
            made.edit(
                f"content/new{number:03}.md", f"---\ntitle: New\ndate: 2026-01-{number % 14 + 1:02}\n---\nText.\n"
            )
        else:
            made.edit("content/two.md", f"---\ntitle: Two\ndate: 2025-01-02\n---\nText {number // 2}.\n")
        wanted = small.clean(made)
        shutil.rmtree(made.folder / "clean")
        damage, names = DAMAGES[number % len(DAMAGES)], names_in(made)
        twins += any("/" in name for name in names)
        struck = names if trial.random.random() < 0.3 else trial.random.sample(names, min(3, len(names)))
        for name in sorted({*struck, trial.random.choice(("prints.json", "trace.json"))} & set(names)):
            path = made.folder / ".pressgen" / name
            path.write_bytes(damage(path.read_bytes(), trial.random))
        trial.case(f"{damage.__name__} {sorted(struck)} round {number}", *outcome(made, wanted))
    trial.end(capsys, files=len(names_in(made)), twins=twins)
    assert twins > 2
    assert not list(tmp_path.rglob("pressgen-was-here"))


def test_a_sound_file_of_a_wrong_shape_never_crashes_a_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], full_trials: bool
) -> None:
    trial = Trial("T16 shapes")
    made = warm(tmp_path / "site")
    for number in range(100 if full_trials else 20):
        for path in sorted(p for p in (made.folder / ".pressgen").iterdir() if p.is_file()):
            path.write_bytes(of_a_wrong_shape(path.read_bytes(), trial.random))
        try:
            report = run(made)
        except Exception as error:
            trial.case(number, f"crash: {type(error).__name__}: {error}")
        else:
            trial.case(number, "" if report.exit_code == 0 else f"exit {report.exit_code}: {report.problems}")
        shutil.rmtree(made.folder / ".pressgen")
        run(made)
    trial.end(capsys)


def test_an_image_of_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    made = warm(tmp_path / "site")
    path = made.folder / "content/pic.png"
    before = path.stat()
    data = path.read_bytes()
    other = Site(tmp_path / "other", "")
    other.edit("pic.png", small.picture((91, 20, 160)))
    swapped = (other.folder / "pic.png").read_bytes()
    path.write_bytes(swapped.ljust(len(data), b"\0")[: max(len(data), len(swapped))])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert path.read_bytes() != data
    run(made)
    assert small.tree(made.output) == small.clean(made)


def test_no_pickle_is_kept(tmp_path: Path) -> None:
    made = warm(tmp_path / "site")
    for path in (made.folder / ".pressgen").iterdir():
        data = path.read_bytes()
        if not is_text(data):
            msgspec.json.decode(data[keep._DIGEST :])
        for part in (data, data[keep._DIGEST :]):
            with pytest.raises(ValueError):
                list(pickletools.genops(part))
