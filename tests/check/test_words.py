"""The file of words that rules of the check look for."""

from itertools import chain
from pathlib import Path

import pytest

from pressgen.check import text
from pressgen.check.text import word_lists

_LINES = Path(text.__file__).with_name("words.txt").read_text("utf-8").splitlines()
_NAMES = sorted({line.partition(":")[0] for line in _LINES if not line.startswith("#")})


@pytest.mark.parametrize("name", _NAMES)
def test_that_each_list_has_words_without_spaces_around_and_a_rule_asks_for_it(name: str) -> None:
    words = list(chain.from_iterable(word_lists(name)))

    assert words
    assert all(word and word == word.strip(" ,:") for word in words)
    rules = Path(text.__file__).parent.glob("*.py")
    assert any(f'word_lists("{name}")' in rule.read_text("utf-8") for rule in rules)


def test_that_lists_in_their_order_are_whole() -> None:
    assert len(word_lists("month")) == 12
    assert len(word_lists("weekday")) == 7
    assert {len(words) for words in word_lists("numbers")} == {13}
