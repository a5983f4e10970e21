"""A long-lived process that makes pages one after the other, told to by lines of JSON.

`python -m jsna.run.worker` reads jobs from its standard input and answers each on its
standard output; the dispatcher starts as many as there are cores. Works on every system.
"""

import contextlib
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Any

from jsna.run.checksums import Seen
from jsna.run.contents import Job
from jsna.run.store import Store, code_now, write_whole


def work(order: dict[str, Any], code: str) -> dict[str, Any]:
    """Make the page that the order names, put it into the store, and tell how it went.

    `code` is the checksum of the packages from before this process imported them: what was
    edited since has no part in the page, and the page is made again.
    """
    from jsna.run import page

    fields = order["job"]
    for link in ("previous", "next"):
        fields[link] = tuple(fields[link]) if fields[link] else None
    job = Job(**fields)
    store = Store(Path(order["store"]), code)
    parts, started = store.parts(job), time.time_ns()
    made = page.make(job, store.figures, order["inside"])
    if isinstance(made, page.Failed):
        copy = store.folder / "failed" / f"{job.page.replace('/', '--')}.ipynb"
        write_whole(copy, made.notebook.encode())
        return {"cell": made.cell, "source": made.source, "cause": made.cause, "copy": str(copy)}
    store.keep(job, parts, started, made.html, made.notebook, made.reads, made.made_up)
    return {}


def protocol() -> IO[str]:
    """Return the line to the dispatcher; whatever else prints goes to standard error."""
    line = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    return line


def spare_the_grammar() -> None:
    """Keep a grammar from being compiled that costs a second of each start and serves nothing.

    jsonschema, which nbformat imports, compiles that of web addresses in other alphabets where
    its package is there, for a rule that the schema of notebooks does not have.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def answer(line: IO[str], number: int, act: Callable[[], dict[str, Any]]) -> None:
    """Send the dispatcher the result of an order, or the fault that ended it."""
    try:
        result = act()
    except Exception as error:
        import traceback

        result = {"fault": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}
    line.write(json.dumps({"number": number, "result": result}) + "\n")
    line.flush()


def _listen(orders: "queue.Queue[str]") -> None:
    """Pass the orders on; without a dispatcher end at once, even in a run that never ends."""
    for text in sys.stdin:
        orders.put(text)
    os._exit(0)


def main() -> None:
    """Work until the dispatcher is gone."""
    line = protocol()
    code = code_now(Seen())
    spare_the_grammar()
    from jsna.run import page

    page.rehearse()  # imports take seconds, which no page's time limit should count
    line.write(json.dumps({"ready": "spawned"}) + "\n")
    line.flush()
    orders: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    while True:
        order = json.loads(orders.get())
        answer(line, order["number"], partial(work, order, code))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the dispatcher is gone: so are we
        main()
