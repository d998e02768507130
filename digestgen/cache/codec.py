"""Values of the model as JSON and back."""

from typing import Any, Final, TypeVar

from msgspec.json import Decoder, Encoder

from digestgen.file_path import FilePath

Value = TypeVar("Value")


def plain(value: object) -> str:
    """Return *value* as JSON can hold it. Raises TypeError for what is not a value of the model."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def typed(wanted: type[Any], value: object) -> object:
    """Return the JSON *value* as the type *wanted*."""
    if wanted is FilePath and isinstance(value, str):
        return FilePath(value)
    raise TypeError(f"a {wanted.__name__} cannot be read")


ENCODER: Final = Encoder(enc_hook=plain)


def encode(value: object) -> bytes:
    """Return *value* as JSON. Raises TypeError if it holds what is not a value of the model."""
    return ENCODER.encode(value)


def decoder(wanted: type[Value]) -> Decoder[Value]:
    """Return what reads JSON as *wanted*; it raises msgspec.DecodeError for anything else."""
    return Decoder(wanted, dec_hook=typed)
