"""Read YAML without its surprises: what stands in the file is what we get.

Plain YAML readers keep the last of two equal keys without a word, read the country NO as
false, `1:30` as 90, `010` as 8 and 2021-08-31 as a date object. Here a repeated key is a
problem, only `true` and `false` are truth values, and whatever is not plainly a number stays
the text that was typed. Problems are returned, not raised, so that a caller can report them
together with its own.
"""

import pickle
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from jsna import kept

_Parser: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick parser where the library was built with it; both read the same."""


class _Loader(_Parser):  # type: ignore[valid-type,misc]
    """A safe loader with our own idea of plain values, which collects repeated keys."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.problems: list[str] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        first_lines: dict[Any, int] = {}
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, Hashable):
                continue  # the parent class raises for it, with its line
            if key in first_lines:
                self.problems.append(
                    f"line {line}: '{key}' is given again (first on line {first_lines[key]}); "
                    "keep one"
                )
            else:
                first_lines[key] = line
        return super().construct_mapping(node, deep)


# The resolvers of the parent class are replaced, not extended.
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", ["t", "f"]),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789")),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


def parse(text: str) -> tuple[Any, list[str]]:
    """Return what the text holds, and every problem of its writing."""
    loader = _Loader(text)
    try:
        data = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, place {mark.column + 1}: " if mark else ""
        reason = str(error.problem or error.context or "it is not YAML")
        return {}, [*loader.problems, f"{where}it cannot be read as YAML: {reason}"]
    except yaml.YAMLError as error:
        return {}, [*loader.problems, f"it cannot be read as YAML: {error}"]
    finally:
        loader.dispose()
    if data is None:
        return {}, ["it is empty"]
    return data, loader.problems


def load(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the mapping that the file holds, and every problem; `{}` where it holds none."""
    data, problems = pickle.loads(kept.of_bytes("yaml", [path], lambda: pickle.dumps(_load(path))))
    return data, problems


def _load(path: Path) -> tuple[dict[str, Any], list[str]]:
    text, problems = text_of(path)
    return ({}, problems) if problems else mapping(text)


def text_of(path: Path) -> tuple[str, list[str]]:
    """Return the file's text, or "" and why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig"), []
    except FileNotFoundError:
        return "", ["there is no such file"]
    except IsADirectoryError:
        return "", ["it is a folder, not a file"]
    except UnicodeDecodeError as error:
        return "", [f"it is not UTF-8 text (byte {error.start}); save it as UTF-8"]
    except OSError as error:
        return "", [f"it cannot be opened: {error.strerror}"]


def mapping(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the mapping that the text holds, and every problem; `{}` where it holds none."""
    data, problems = parse(text)
    if not isinstance(data, dict):
        return {}, [*problems, 'it should hold names with values, such as `edition: "2021"`']
    return data, problems
