"""From trained weights to the whole numbers that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from medlint.holes.network import DILATIONS, MOST, TABLE_MOST, TABLES

_LAYERS = tuple(f"conv{index}" for index in range(len(DILATIONS)))
_LINEAR = ("mix", *_LAYERS, "pool", "sum", "head")


def shipped(params: Mapping[str, Any]) -> dict[str, Any]:
    """The arrays of the weights file, from trained ones with the steps of activations."""
    steps = {name[5:]: np.float32(params[name]) for name in params if name.startswith("step.")}
    out: dict[str, Any] = {f"act.{name}": step for name, step in steps.items()}
    table_steps = {}
    for name, _, _ in TABLES:
        table = np.asarray(params[f"table.{name}"], dtype=np.float32)
        step = np.abs(table).max() / np.float32(TABLE_MOST)
        out[f"table.{name}"] = np.rint(table / step).astype(np.int8)
        table_steps[name] = step
    width = params["table.norm"].shape[1]
    scales = {
        "mix": np.repeat([table_steps[name] for name, _, _ in TABLES], width),
        "pool": np.repeat(steps["sum"], width),
        "sum": np.repeat([steps["sum"], steps["pooled"]], width),
        "head": np.repeat(steps["head"], 2 * width),
        **{name: np.repeat(steps[name], 3 * width) for name in _LAYERS},
    }
    for name in _LINEAR:
        # Inputs of different steps: the step goes into the column before the row is rounded.
        weights = np.asarray(params[f"{name}.w"], dtype=np.float32) * scales[name]
        step = np.abs(weights).max(axis=1, keepdims=True) / np.float32(MOST) + np.float32(1e-20)
        out[f"{name}.w"] = np.rint(weights / step).astype(np.int8)
        out[f"{name}.step"] = step[:, 0]
        out[f"{name}.b"] = np.asarray(params[f"{name}.b"], dtype=np.float32)
        for part in "gn":
            if f"{name}.{part}" in params:
                out[f"{name}.{part}"] = np.asarray(params[f"{name}.{part}"], dtype=np.float32)
    out["out.w"] = np.asarray(params["out.w"], dtype=np.float32)
    out["out.b"] = np.float32(params["out.b"])
    return out


def write(params: Mapping[str, Any], path: Path) -> None:
    """Write the weights file."""
    np.savez_compressed(path, **shipped(params))
