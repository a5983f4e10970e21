"""How a notebook's cells are run: papermill engines.

`InsideEngine` runs them in this very process, in a fresh IPython shell: no kernel to start,
nothing to import twice. The reference is papermill's own engine with a real kernel; both give
the same outputs, which a test holds.
"""

import sys
from types import ModuleType
from typing import Any, ClassVar

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, from_dict
from papermill.engines import Engine
from traitlets.config import Config


def _output(kind: str, **fields: Any) -> NotebookNode:
    """Return an output; papermill holds the whole notebook against its schema, this one with it."""
    return from_dict({"output_type": kind, **fields})


class _Outputs:
    """The outputs of the cell that is running, in the order in which they come."""

    current: ClassVar[list[Any]] = []

    @classmethod
    def stream(cls, name: str, text: str) -> None:
        last = cls.current[-1] if cls.current else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        else:
            cls.current.append(_output("stream", name=name, text=text))


class _Stream:
    """Stands in for stdout and stderr."""

    encoding = "utf-8"

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, text: str) -> int:
        if text:
            _Outputs.stream(self.name, text)
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        return False


class _Hook(DisplayHook):
    """Keeps what the last expression of a cell shows."""

    def __call__(self, result: Any = None) -> None:
        self.check_for_underscore()
        if result is not None and not self.quiet():
            data, metadata = self.compute_format_data(result)
            self.update_user_ns(result)
            self.fill_exec_result(result)
            if data:
                _Outputs.current.append(
                    _output(
                        "execute_result",
                        data=data,
                        metadata=metadata,
                        execution_count=self.prompt_count,
                    )
                )


class _Publisher(DisplayPublisher):
    """Keeps what `display` shows."""

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: Any = False,
        **_: Any,
    ) -> None:
        _Outputs.current.append(_output("display_data", data=data, metadata=metadata or {}))

    def clear_output(self, wait: bool = False) -> None:
        _Outputs.current.clear()


class _Shell(InteractiveShell):
    """An IPython shell without a terminal, a history or colours."""

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        kind, value, trace = sys.exc_info()
        if kind is None:
            return
        lines = self.InteractiveTB.structured_traceback(kind, value, trace, tb_offset=1)
        _Outputs.current.append(
            _output("error", ename=kind.__name__, evalue=str(value), traceback=list(lines))
        )

    showsyntaxerror = showtraceback

    def enable_gui(self, gui: Any = None) -> None:
        """There is no window."""


_READY: list[InteractiveShell] = []
"""A shell that no notebook has had, made before a process forks."""


def make_ready() -> None:
    """Make the next notebook's shell now: what is forked from this process finds it there."""
    _READY[:] = [_new_shell()]


def _fresh_shell() -> InteractiveShell:
    return _READY.pop() if _READY else _new_shell()


def _new_shell() -> InteractiveShell:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.displayhook_class = _Hook
    config.InteractiveShell.display_pub_class = _Publisher
    InteractiveShell.clear_instance()
    _Shell.clear_instance()
    return _Shell.instance(
        config=config,
        displayhook_class=_Hook,
        display_pub_class=_Publisher,
        user_module=ModuleType("__main__"),
        user_ns={},
    )


class InsideEngine(Engine):
    """Runs the cells in this process."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: Any) -> None:
        """Run the notebook top to bottom; stop at the first cell that fails."""
        kept = sys.stdout, sys.stderr, sys.displayhook, sys.modules["__main__"]
        shell = _fresh_shell()
        sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")  # type: ignore[assignment]
        try:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                if cell.cell_type == "code" and cell.source.strip():
                    _Outputs.current = []
                    result = shell.run_cell(cell.source, store_history=True)
                    cell.outputs = _Outputs.current
                    cell.execution_count = shell.execution_count - 1
                    if not result.success:
                        problem = result.error_before_exec or result.error_in_exec
                        nb_man.cell_exception(cell, index, exception=problem)
                        break
                nb_man.cell_complete(cell, index)
        finally:
            sys.stdout, sys.stderr, sys.displayhook = kept[:3]
            sys.modules["__main__"] = kept[3]
            _Shell.clear_instance()
