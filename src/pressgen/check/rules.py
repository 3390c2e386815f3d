"""The one table of rules: the code of each, its severity unless the settings say otherwise, where it is explained."""

from __future__ import annotations

from msgspec import Struct

from pressgen.errors import Problem, Severity

DOCS = "docs/checks.md"


class Rule(Struct, frozen=True):
    """A rule; `group` is the heading of docs/checks.md under which it stands, as an anchor."""

    code: str
    severity: Severity
    group: str

    def at(self, file: str, line: int, message: str, hint: str) -> Problem:
        """A finding of this rule."""
        return Problem(code=self.code, severity=self.severity, file=file, line=line, message=message, hint=hint)


TAG_ALIKE = Rule("tag-alike", "warning", "tags")
HEADLINE_LONG = Rule("headline-long", "warning", "headline-and-summary")
HEADLINE_FIGURE = Rule("headline-figure", "warning", "headline-and-summary")
HEADLINE_NAME = Rule("headline-name", "notice", "headline-and-summary")
SUMMARY_MISSING = Rule("summary-missing", "notice", "headline-and-summary")
SUMMARY_LONG = Rule("summary-long", "notice", "headline-and-summary")
CONTACT_MISSING = Rule("contact-missing", "warning", "contacts-and-formats")
PHONE_FORMAT = Rule("phone-format", "warning", "contacts-and-formats")
MAIL_FORMAT = Rule("mail-format", "warning", "contacts-and-formats")
MONEY_FORMAT = Rule("money-format", "warning", "contacts-and-formats")
HEADING_ORDER = Rule("heading-order", "notice", "structure")
TABLE_HEADER = Rule("table-header", "warning", "structure")
LINK_WORDS = Rule("link-words", "warning", "structure")
PLACEHOLDER = Rule("placeholder-left", "warning", "leftovers")
EXAMPLE_CONTACT = Rule("example-contact", "warning", "leftovers")
SAMPLE = Rule("sample-left", "warning", "leftovers")
IMMEDIATE_EMBARGO = Rule("immediate-embargo", "warning", "leftovers")
WEEKDAY = Rule("weekday-date", "warning", "dates")
EVENT_PAST = Rule("event-past", "warning", "dates")
WORD_REPEATED = Rule("word-repeated", "warning", "letters")
SCRIPT_MIXED = Rule("script-mixed", "warning", "letters")
INVISIBLE = Rule("invisible-character", "warning", "letters")
BIDI = Rule("bidi-control", "warning", "letters")
TRANSLATION_NUMBERS = Rule("translation-numbers", "warning", "translations")
TRANSLATION_DATES = Rule("translation-dates", "warning", "translations")
TRANSLATION_PHONES = Rule("translation-phones", "warning", "translations")
TRANSLATION_LINKS = Rule("translation-links", "notice", "translations")
TRANSLATION_LAG = Rule("translation-lag", "warning", "translations")
EXTERNAL_BROKEN = Rule("external-broken", "warning", "external-links")
TEMPLATE_OUTDATED = Rule("template-outdated", "notice", "templates")

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        TAG_ALIKE, HEADLINE_LONG, HEADLINE_FIGURE, HEADLINE_NAME, SUMMARY_MISSING, SUMMARY_LONG, CONTACT_MISSING,
        PHONE_FORMAT, MAIL_FORMAT, MONEY_FORMAT, HEADING_ORDER, TABLE_HEADER, LINK_WORDS, PLACEHOLDER,
        EXAMPLE_CONTACT, SAMPLE, IMMEDIATE_EMBARGO, WEEKDAY, EVENT_PAST, WORD_REPEATED, SCRIPT_MIXED, INVISIBLE, BIDI,
        TRANSLATION_NUMBERS,
        TRANSLATION_DATES, TRANSLATION_PHONES, TRANSLATION_LINKS, TRANSLATION_LAG, EXTERNAL_BROKEN,
        TEMPLATE_OUTDATED,
    )
}  # fmt: skip
"""Every rule by its code."""
