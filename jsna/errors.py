"""Problems a reader can put right.

JsnaError
├── ParamError        a file in params/ says something we cannot use
├── DataError         a file in data/, or an extract, breaks its own description
├── DisclosureError   an output would have shown small numbers
├── FigureError       a figure was asked for that the edition does not hold
│   └── NotReceivedError   the extract that it counts was not received
└── BuildError        a page could not be made

Each is printed without a traceback by the command line. Anything else that is
raised is a fault in our code, and keeps its traceback.
"""

from collections.abc import Sequence


class JsnaError(Exception):
    """What is wrong, where, all of it, and what to do next."""

    def __init__(self, what: str, problems: Sequence[str] = ()) -> None:
        self.what = what
        self.problems = list(problems)
        super().__init__("\n".join([what, *(f"  - {problem}" for problem in self.problems)]))

    def __reduce__(self) -> tuple[type, tuple[str, list[str]]]:
        """Survive the way from a worker process to the one that reports."""
        return type(self), (self.what, self.problems)


class ParamError(JsnaError):
    """A file in params/ says something we cannot use."""


class DataError(JsnaError):
    """A file in data/, or an extract, breaks its own description."""


class DisclosureError(JsnaError):
    """An output would have shown small numbers."""


class FigureError(JsnaError):
    """A figure was asked for that the edition does not hold."""


class NotReceivedError(FigureError):
    """The extract that a figure counts was not received: it says `not collected`."""


class BuildError(JsnaError):
    """A page could not be made."""
