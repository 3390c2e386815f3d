"""The JSON Schema of front matter, with which editors complete and check keys."""

from __future__ import annotations

from typing import Any

from pressgen.content.frontmatter.collections import LIST_KEYS, SERIES_KEYS
from pressgen.content.frontmatter.corrections import CORRECTION_KEYS
from pressgen.content.frontmatter.events import ACCREDITATION_KEYS, EVENT_KEYS
from pressgen.content.frontmatter.groups import CONSENT_KEYS, GALLERY_KEYS, PERSON_KEYS, PICTURE_KEYS
from pressgen.content.frontmatter.keys import KEYS, Key

_TEXT: dict[str, Any] = {"type": "string"}
# Editors read 2026 and yes as a number and a truth value; pressgen reads every value as text.
_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_EMPTY: dict[str, Any] = {"type": "null"}
_MOMENT: dict[str, Any] = {
    "type": "string",
    "examples": ["2025-01-27", "2025-01-27 14:30", "2025-01-27 14:30 +05:00", "27 January 2025"],
}
_ROOTED: dict[str, Any] = {"type": "string", "pattern": "^/(?!/)", "examples": ["/2025/01/plan/"]}


def _group(keys: dict[str, tuple[str, ...]], required: str) -> dict[str, Any]:
    properties = {name: _either(_SCALAR, _EMPTY) for names in keys.values() for name in names}
    return {"type": "object", "properties": properties, "anyOf": [{"required": [name]} for name in keys[required]]}


def _either(*forms: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": list(forms)}


def _many(*forms: dict[str, Any]) -> dict[str, Any]:
    return _either(*forms, {"type": "array", "items": _either(*forms, _EMPTY)})


_CORRECTION = _group(CORRECTION_KEYS, "text")
_GROUP_OF_LIST = {key: value for key, value in _group(LIST_KEYS, "section").items() if key != "anyOf"}
_CONSENT = _either(_SCALAR, _group(CONSENT_KEYS, "until"), _EMPTY)


def _picture(keys: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    group = _group(keys, "src")
    return {**group, "properties": group["properties"] | dict.fromkeys(keys["consent"], _CONSENT)}


_PERSON = _group(PERSON_KEYS, "name")
_ACCREDITATION = {key: value for key, value in _group(ACCREDITATION_KEYS, "text").items() if key != "anyOf"}
_EVENT = _group(EVENT_KEYS, "start")
_EVENT["properties"] |= dict.fromkeys(EVENT_KEYS["accreditation"], _either(_SCALAR, _ACCREDITATION, _EMPTY))
_FORMS: dict[str, dict[str, Any]] = {
    "address": {"type": "string", "examples": ["education-quality", "/2025/01/plan/"]},
    "aliases": _many(_ROOTED),
    "canonical": {"type": "string", "format": "iri-reference"},
    "authors": _many(_TEXT, _PERSON),
    "contacts": _many(_TEXT, _PERSON),
    "corrections": _many(_CORRECTION),
    "count": _either(
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": r"^\s*([0-9]+|[0-9]{1,3}([ ,'\u00a0\u2009\u202f\u2019][0-9]{3})+)\s*$"},
    ),
    "flag": _either({"type": "boolean"}, {"enum": ["true", "false", "yes", "no", "on", "off"]}),
    "language": {
        "type": "string",
        "pattern": r"^\s*[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*\s*$",
        "examples": ["en", "uz-Cyrl"],
    },
    "embargo": _MOMENT,
    "event": _many(_MOMENT, _EVENT),
    "moment": _MOMENT,
    "lists": _many(_GROUP_OF_LIST),
    "part": {"type": ["integer", "string"], "minimum": 1, "pattern": r"^\s*0*[1-9][0-9]{0,5}\s*$"},
    "people": _many(_SCALAR),
    "gallery": _many(_TEXT, _picture(GALLERY_KEYS)),
    "picture": _either(_TEXT, _picture(PICTURE_KEYS)),
    "prose": _SCALAR,
    "references": _many(_TEXT, {"type": "boolean"}),
    "reasons": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
    "status": {"enum": ["published", "draft", "withdrawn"]},
    "section": _many(_SCALAR),
    "series": _many(_SCALAR, _group(SERIES_KEYS, "name")),
    "tags": _many(_SCALAR),
    "template": {
        "type": "string",
        "pattern": r"^\s*[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+\s*$",
        "examples": ["speech.html"],
    },
    "text": _SCALAR,
    "title": _SCALAR,
}
_REQUIRED = frozenset(("title", "date"))


def schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) of front matter, with every name of every key."""
    properties: dict[str, Any] = {}
    for key in KEYS:
        properties[key.name] = {"description": key.description, **_form(key)}
        for name in key.synonyms:
            properties[name] = {"description": f"The same as {key.name}.", **_form(key)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pressgen front matter",
        "description": "Keys of a release or a page. Other keys are kept for templates.",
        "type": "object",
        "properties": properties,
        "required": ["title"],
    }


def _form(key: Key) -> dict[str, Any]:
    form = _FORMS[key.form]
    # A key without a value counts as not given, unless it is required.
    return form if key.name in _REQUIRED else _either(form, _EMPTY)
