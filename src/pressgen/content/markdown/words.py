"""The words around footnotes, alerts and admonitions, in the language of a release."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """Words of one language; `{}` in `back` is the note's number, `titles` are by the kind of an alert."""

    back: str
    arrow: str
    titles: dict[str, str]


_KINDS = ("note", "info", "tip", "important", "warning", "caution", "danger")
# U+FE0E keeps telephones from showing the arrows as emoji.
_ARROW, _ARROW_RTL = "\u21a9\ufe0e", "\u21aa\ufe0e"


def _words(back: str, titles: str, arrow: str = _ARROW) -> Words:
    return Words(back, arrow, dict(zip(_KINDS, titles.split("|"), strict=True)))


_WORDS = {
    "en": _words("Back to reference {} in the text", "Note|Info|Tip|Important|Warning|Caution|Danger"),
    "uz": _words(
        "Matndagi {}-havolaga qaytish",
        "Eslatma|Maʼlumot|Maslahat|Muhim|Ogohlantirish|Ehtiyot boʻling|Xavf",
    ),
    "uz-cyrl": _words("Матндаги {}-ҳаволага қайтиш", "Эслатма|Маълумот|Маслаҳат|Муҳим|Огоҳлантириш|Эҳтиёт бўлинг|Хавф"),
    "ru": _words(
        "Вернуться к сноске {} в тексте",
        "Примечание|Информация|Совет|Важно|Предупреждение|Осторожно|Опасно",
    ),
    "ar": _words("العودة إلى موضع الحاشية {} في النص", "ملاحظة|معلومة|نصيحة|مهم|تحذير|تنبيه|خطر", _ARROW_RTL),
}


def words_for(lang: str) -> Words:
    """The words for a BCP 47 tag: those of the tag itself, of its primary language, or English ones."""
    parts = lang.lower().split("-")
    return _WORDS.get("-".join(parts[:2])) or _WORDS.get(parts[0]) or _WORDS["en"]
