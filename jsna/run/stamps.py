"""A file's stamp: what the system changes whenever the file's bytes change."""

import os

_TICK_NS = 100_000_000
_COARSE_TICK_NS = 2_000_000_000
_SECOND_NS = 1_000_000_000


def stamp(stat: os.stat_result) -> tuple[int, int, int, int]:
    """Return size, time of last writing, time of last change, inode.

    The third is set by the system alone, so a file edited to the same size whose time of writing
    was put back is noticed. Windows has no such time: there it is the day the file was made.
    """
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def read_within_its_tick(one: tuple[int, ...], now_ns: int) -> bool:
    """Return whether a file with that stamp could be written again without a new stamp.

    Clocks of file systems tick in at most a tenth of a second, but for some that count in whole
    or two seconds.
    """
    newest = max(one[1], one[2])
    tick = _COARSE_TICK_NS if newest % _SECOND_NS == 0 else _TICK_NS
    return now_ns - newest <= tick
