"""A second process for work beside our own, which does not outlive us, however we end."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process


def one_process() -> ProcessPoolExecutor:
    """Return an executor of one spawned process; to be closed by `with`."""
    return ProcessPoolExecutor(1, get_context("spawn"), initializer=end_with_parent)


def end_with_parent() -> None:
    """From now on, end this process when the one that started it is gone.

    A pool's process waits for work on a pipe whose other end it holds too: killed, its parent
    would leave it waiting for ever.
    """
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()


def _wait_for(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
