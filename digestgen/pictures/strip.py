"""Pictures without what their files tell besides: who took them, where, with what. Pure.

The pixels stay as they are, bit for bit, and so do animations. What is kept is named; whatever
else a file holds is left out, known or not. A file that is cut off raises ValueError.
"""

from collections.abc import Iterator
from typing import Final

PNG_START: Final = b"\x89PNG\r\n\x1a\n"
# PNG, third edition, §11.2 and §11.3: the picture, its transparency, colours and animation.
PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"sBIT"}
    | {b"acTL", b"fcTL", b"fdAT"}
)
PNG_FRAME_BYTES: Final = 12
# RFC 9649 §2.3 to §2.7.
WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
WEBP_ALPHA_AND_ANIMATION: Final = 0b0001_0010
# GIF89a: the blocks' first bytes, and the extensions with how a frame is shown.
GIF_TRAILER: Final = 0x3B
GIF_IMAGE: Final = 0x2C
GIF_EXTENSION: Final = 0x21
GIF_CONTROL: Final = 0xF9
GIF_APPLICATION: Final = 0xFF
GIF_LOOPS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
GIF_HEADER_BYTES: Final = 13
GIF_IMAGE_BYTES: Final = 10


def stripped(data: bytes, kind: str) -> bytes:
    """Return the picture *data* of *kind* (`PNG`, `GIF`, `WEBP`) without metadata.

    Raises ValueError if it is cut off.
    """
    match kind:
        case "PNG":
            return PNG_START + b"".join(png_chunks(data))
        case "GIF":
            return b"".join(gif_blocks(data))
        case _:
            chunks = b"".join(webp_chunks(data))
            return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks


def part(data: bytes, start: int, size: int) -> bytes:
    """Return *size* bytes of *data* from *start* on. Raises ValueError if there are fewer."""
    found = data[start : start + size]
    if len(found) < size:
        raise ValueError("the file is truncated")
    return found


def png_chunks(data: bytes) -> Iterator[bytes]:
    """Yield the chunks of a PNG that are kept, up to its end."""
    at, name = len(PNG_START), b""
    while name != b"IEND":
        size = int.from_bytes(part(data, at, 4), "big") + PNG_FRAME_BYTES
        chunk = part(data, at, size)
        name = chunk[4:8]
        if name in PNG_KEPT:
            yield chunk
        at += size


def webp_chunks(data: bytes) -> Iterator[bytes]:
    """Yield the chunks of a WebP file that are kept."""
    at, end = 12, 8 + int.from_bytes(part(data, 4, 4), "little")
    while at + 8 <= end:
        size = int.from_bytes(part(data, at + 4, 4), "little")
        padded = 8 + size + size % 2
        # The last byte of padding is often missing.
        chunk = part(data, at, 8 + size).ljust(padded, b"\0")
        if chunk[:4] == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & WEBP_ALPHA_AND_ANIMATION]) + chunk[9:]
        if chunk[:4] in WEBP_KEPT:
            yield chunk
        at += padded


def gif_blocks(data: bytes) -> Iterator[bytes]:
    """Yield the blocks of a GIF that are kept."""
    at = GIF_HEADER_BYTES + colours(part(data, 0, GIF_HEADER_BYTES)[10])
    yield part(data, 0, at)
    while (kind := part(data, at, 1)[0]) != GIF_TRAILER:
        start = at
        at = block_end(data, at, kind)
        if is_kept_gif(data[start:at]):
            yield data[start:at]
    yield bytes([GIF_TRAILER])


def block_end(data: bytes, at: int, kind: int) -> int:
    """Return where the block of *kind* ends that begins in *data* at *at*."""
    if kind == GIF_IMAGE:
        table = colours(part(data, at, GIF_IMAGE_BYTES)[9])
        # The byte after the colours is the size of the codes.
        return sub_blocks_end(data, at + GIF_IMAGE_BYTES + table + 1)
    if kind == GIF_EXTENSION:
        return sub_blocks_end(data, at + 2)
    raise ValueError("no block of a GIF")


def sub_blocks_end(data: bytes, at: int) -> int:
    """Return where the sub-blocks end that begin in *data* at *at*: after one of no bytes."""
    while size := part(data, at, 1)[0]:
        at += size + 1
    return at + 1


def colours(flags: int) -> int:
    """Return how many bytes the table of colours has that *flags* announce."""
    return 3 << ((flags & 0b111) + 1) if flags & 0b1000_0000 else 0


def is_kept_gif(block: bytes) -> bool:
    """Tell whether a *block* of a GIF shows a frame, or says how frames are shown."""
    if block[0] == GIF_IMAGE or block[1] == GIF_CONTROL:
        return True
    return block[1] == GIF_APPLICATION and block[3:14] in GIF_LOOPS
