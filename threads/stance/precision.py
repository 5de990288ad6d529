"""How exactly a model computes, chosen by what the chip is fast in."""

from __future__ import annotations

import os
import re
from enum import StrEnum

from threads.errors import ModelError

AUTO = "auto"

_BF16 = re.compile(r"|ALL|DEFAULT|AVX512_CORE_(BF16|FP16|AMX).*|AVX10.*")
"""Values of ONEDNN_MAX_CPU_ISA that leave oneDNN its bfloat16 kernels; without them float32 is the faster one."""
_AMX = re.compile(r"|ALL|DEFAULT|.*AMX.*")
"""Values that leave it its kernels for matrix units."""


class Precision(StrEnum):
    """What the products of the encoder are computed in; the last layer is always float32."""

    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"
    INT8 = "int8"


def chosen_precision(precision: str, *, device: str, int8: bool) -> Precision:
    """`auto` as the precision that the device is fast in: on a CPU with matrix units bfloat16, on others int8.

    `int8` says whether the model can be run in int8, on a CPU only and by default with AVX2 or newer; where it cannot,
    it is bfloat16 where the device computes in it, else float32. Raises ModelError for a precision that there is not.
    """
    possible = int8 and device == "cpu"
    if precision == AUTO:
        if possible and _chip("_is_avx2_supported") and not _has_matrix_units():
            return Precision.INT8
        return Precision.BFLOAT16 if _computes_bfloat16(device) else Precision.FLOAT32
    try:
        asked = Precision(precision)
    except ValueError as error:
        names = ", ".join([AUTO, *Precision])
        raise ModelError(f"There is no precision '{precision}'; use one of {names}.") from error
    return asked if asked is not Precision.INT8 or possible else Precision.FLOAT32


def _computes_bfloat16(device: str) -> bool:
    import torch

    if device.startswith("cuda"):
        return not torch.cuda.is_available() or torch.cuda.is_bf16_supported()
    found = any(map(_chip, ("_is_amx_tile_supported", "_is_avx512_bf16_supported")))
    return device == "cpu" and found and _allowed(_BF16)


def _has_matrix_units() -> bool:
    return _chip("_is_amx_tile_supported") and _allowed(_AMX)


def _allowed(kernels: re.Pattern[str]) -> bool:
    return kernels.fullmatch(os.environ.get("ONEDNN_MAX_CPU_ISA", "").upper()) is not None


def _chip(check: str) -> bool:
    import torch

    found = getattr(torch.cpu, check, None)
    return found is not None and bool(found())
