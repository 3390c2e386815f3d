"""content/cards.yml → the cards of films, posts and maps on other sites, by address; and the same as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, json

from pressgen.content.file_memory import recall, remember
from pressgen.content.folders import read, text_of, unreadable
from pressgen.content.scan import Folder
from pressgen.content.text.embeds import SITES, find_embed
from pressgen.content.yaml.nodes import yaml_string
from pressgen.errors import Problem
from pressgen.letters import source_lines
from pressgen.model import CardData
from pressgen.store.database import Store

FILE = "content/cards.yml"
KEYS = ("title", "author", "picture")
MAX_SIZE = 2**20
_PLAIN = re.compile(r"[A-Za-z][\w /.,()-]*")
_YAML_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


class CardTable(Struct, frozen=True):
    """The cards by the address of their page, in the order of the file, and the problems of the file."""

    cards: dict[str, CardData] = {}
    problems: tuple[Problem, ...] = ()


_decoder = json.Decoder(CardTable)


def read_cards(root: Path, folder: Folder, store: Store, settle_time: int) -> CardTable:
    """The cards of a site, from the store or, if the file is new or changed, read again."""
    if FILE not in folder.files:
        return CardTable()
    stamp = folder.stamps[FILE]
    if (table := recall(store, FILE, stamp, _decoder)) is not None:
        return table
    data = read(root, folder.files[FILE])
    if data is None:
        return CardTable(problems=(unreadable(FILE, None),))
    table = parse_cards(data)
    remember(store, FILE, stamp, settle_time, table)
    return table


def parse_cards(data: bytes) -> CardTable:
    """The cards in the bytes of the file; a faulty one is left out, with a warning."""
    # Only here: most builds find the cards in the store, and loading YAML takes longer than reading them.
    from pressgen.content.yaml import loader

    text = text_of(data, FILE)
    if isinstance(text, Problem):
        return CardTable(problems=(text,))
    if not text.strip():
        return CardTable()
    tree, faults = loader.load(text, FILE, 1, max_size=MAX_SIZE)
    problems = list(faults)
    if tree is None:
        return CardTable(problems=tuple(problems))
    cards: dict[str, CardData] = {}
    for key, value in tree.entries:
        address = key.text.strip()
        embed = find_embed(address)
        if embed is None:
            problems.append(
                Problem.at("cards-invalid/address", FILE, key.line, target=address[:100], sites=", ".join(SITES))
            )
            continue
        if embed.address in cards:
            problems.append(Problem.at("cards-invalid/twice", FILE, key.line, target=embed.address))
            continue
        card = _card(value, key.line, problems)
        if card:
            cards[embed.address] = card
    return CardTable(cards, tuple(problems))


def _card(value: object, line: int, problems: list[Problem]) -> CardData | None:
    from pressgen.content.frontmatter.keys import near_name
    from pressgen.content.yaml import loader

    texts: dict[str, str] = {}
    for key, node in value.entries if isinstance(value, loader.Mapping) else ():
        if key.text not in KEYS:
            values = {"name": key.text[:40], "near": near_name(key.text, KEYS), "known": ", ".join(KEYS)}
            problems.append(Problem.at("cards-invalid/key", FILE, key.line, **values))
        elif not isinstance(node, loader.Scalar):
            problems.append(Problem.at("cards-invalid/value", FILE, key.line, name=key.text))
        elif not loader.is_null(node):
            texts[key.text] = node.text.strip()
    if not texts.get("title"):
        problems.append(Problem.at("cards-invalid/title", FILE, line))
        return None
    return CardData(**texts, line=line)


def write_cards(text: str, cards: Mapping[str, CardData]) -> str:
    """The text of the file with these cards added at its end; those that it has already are replaced."""
    lines = source_lines(text)
    for address, card in cards.items():
        entry = [f"{yaml_string(address)}:", f"  title: {_scalar(card.title)}"]
        entry += [f"  author: {_scalar(card.author)}"] if card.author else []
        entry += [f"  picture: {_scalar(card.picture)}"] if card.picture else []
        place = _entry_of(lines, address)
        if place:
            lines[place.start : place.stop] = entry
        else:
            lines += entry
    return "\n".join(lines) + "\n" if lines else ""


def _entry_of(lines: list[str], address: str) -> range | None:
    """The lines of the entry of an address; None if there is none."""
    for number, line in enumerate(lines):
        match = re.match(r"""(["']?)(https?://\S+?)\1\s*:(?:\s|$)""", line)
        embed = find_embed(match[2]) if match else None
        if embed and embed.address == address:
            end = number + 1
            while end < len(lines) and (lines[end].startswith((" ", "\t")) or not lines[end].strip()):
                end += 1
            while not lines[end - 1].strip():
                end -= 1
            return range(number, end)
    return None


def _scalar(text: str) -> str:
    return (
        text
        if _PLAIN.fullmatch(text) and text.lower() not in _YAML_WORDS and text == text.strip()
        else yaml_string(text)
    )
