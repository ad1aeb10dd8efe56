"""The OpenAPI document as something to hold answers against."""

from __future__ import annotations

import copy
import re
from typing import Any, Iterator

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from answers import Answer

ADDRESS = "urn:caunoi:openapi"


class Description:
    """The document, closed: an object may have no member that is not described, so that nothing is answered behind its back."""

    def __init__(self, document: dict) -> None:
        self.document = close(document)
        self.registry = Registry().with_resource(ADDRESS, Resource(self.document, DRAFT202012))
        self.paths = [(pattern(path), path, item) for path, item in self.document["paths"].items()]
        # Names before parameters: /uploads/{id} must not hide a fixed path beside it.
        self.paths.sort(key=lambda entry: entry[1].count("{"))

    def operation(self, method: str, path: str) -> tuple[str, dict] | None:
        """The path as it is described, and the operation."""
        for expression, template, item in self.paths:
            if expression.fullmatch(path):
                # A HEAD that is not described is the GET without its body.
                found = item.get(method.lower()) or (item.get("get") if method == "HEAD" else None)
                return (template, found) if found else None
        return None

    def faults(self, answer: Answer) -> Iterator[str]:
        """What is not true of the description, in a sentence each."""
        found = self.operation(answer.method, answer.path)
        if not found:
            if answer.status not in (404, 405):
                yield f"{answer.method} {answer.path} answered {answer.status} and is not described"
            return
        template, operation = found
        place = f"{answer.method} {template} {answer.status}"
        responses = operation["responses"]
        described = responses.get(str(answer.status)) or responses.get(f"{answer.status // 100}XX") or responses.get("default")
        if described is None:
            yield f"{place} is not described"
            return
        if answer.body is None or answer.method == "HEAD":
            return
        content = self.resolve(described).get("content", {})
        media = content.get(answer.media)
        if media is None:
            yield f"{place}: {answer.media} is not described"
        elif "schema" in media:
            for error in self.errors(media["schema"], answer.body):
                yield f"{place} at /{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"

    def errors(self, schema: dict, value: Any) -> Iterator[Any]:
        checker = Draft202012Validator(absolute(schema), registry=self.registry, format_checker=FormatChecker())
        yield from checker.iter_errors(value)

    def resolve(self, thing: dict) -> dict:
        while "$ref" in thing:
            thing = look_up(self.document, thing["$ref"])
        return thing


def pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(path)))


def look_up(document: dict, reference: str) -> dict:
    place: Any = document
    for key in reference.split("#/", 1)[1].split("/"):
        place = place[key.replace("~1", "/").replace("~0", "~")]
    return place


def absolute(schema: Any) -> Any:
    """References that hold wherever the schema stands."""
    if isinstance(schema, dict):
        return {key: f"{ADDRESS}{value}" if key == "$ref" and value.startswith("#") else absolute(value) for key, value in schema.items()}
    return [absolute(one) for one in schema] if isinstance(schema, list) else schema


def close(document: dict) -> dict:
    """A copy in which `allOf` is one object, and objects have the members that are described and no others."""
    whole = copy.deepcopy(document)

    def flat(schema: dict) -> dict:
        if "$ref" in schema:
            return flat(look_up(document, schema["$ref"]))
        if "allOf" not in schema:
            return copy.deepcopy(schema)
        parts = [flat(part) for part in schema["allOf"]]
        return {
            "type": "object", "required": sorted({name for part in parts for name in part.get("required", [])}),
            "properties": {name: value for part in parts for name, value in part.get("properties", {}).items()},
        }

    def walk(schema: Any) -> Any:
        if isinstance(schema, list):
            return [walk(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        if "allOf" in schema:
            schema = flat(schema)
        schema = {key: walk(value) for key, value in schema.items()}
        if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
            schema.setdefault("additionalProperties", False)
        return schema

    whole["components"]["schemas"] = {name: walk(schema) for name, schema in whole["components"]["schemas"].items()}
    return whole
