"""The text of a file whose encoding nobody wrote down, as UTF-8."""

import codecs
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DAMAGED = "�"
"""What stands where a byte has no letter."""


@dataclass(frozen=True)
class Decoded:
    """A file as UTF-8 with plain line ends."""

    data: bytes
    encoding: str
    """The encoding it was found in."""
    damaged: bool
    """Whether some bytes had no letter and were replaced by DAMAGED."""


def decode(data: bytes) -> Decoded | None:
    """Return the text of a file, or None when it is not text.

    A byte order mark is believed. Otherwise UTF-8 is tried, then UTF-16 where every second byte
    is zero, then Windows-1252, in which most office software of councils still exports. A file
    that is UTF-8 but for a few bytes stays UTF-8, and those bytes are marked.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], encoding)
    sample = data[:65536]
    if b"\0" in sample:
        for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
            if zeros.count(0) > 0.4 * max(len(zeros), 1):
                return _lossy(data, encoding)
        return None
    if b"\0" in data or _is_binary(sample):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _lossy(data, _eight_bit(data))
    return Decoded(_plain_line_ends(data), "utf-8", False)


def _eight_bit(data: bytes) -> str:
    """Return utf-8 when more lines with foreign letters are sound UTF-8 than are not."""
    sound = broken = 0
    for line in data.splitlines():
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            sound += 1
        except UnicodeDecodeError:
            broken += 1
    return "utf-8" if sound >= broken else "cp1252"


def _lossy(data: bytes, encoding: str) -> Decoded | None:
    text = data.decode(encoding, errors="replace")
    if "\0" in text:
        return None
    damaged = DAMAGED in text
    return Decoded(_plain_line_ends(text.encode("utf-8", errors="replace")), encoding, damaged)


def _plain_line_ends(data: bytes) -> bytes:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def _is_binary(sample: bytes) -> bool:
    """Return whether over one byte in fifty is a control character that text has no use for."""
    allowed = {9, 10, 11, 12, 13, 26, 27}
    controls = sum(sample.count(bytes([byte])) for byte in range(1, 32) if byte not in allowed)
    return controls * 50 > len(sample)
