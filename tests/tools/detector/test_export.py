"""The whole numbers that are shipped compute what was trained."""

from pathlib import Path
from typing import Any

import numpy as np

from medlint.holes.network import DILATIONS, SUMMARY, TABLES, WIDTH, Network
from tools.detector.export import shipped, write

STEPS = {f"step.{name}": 0.03 for name in ("sum", "pooled", "head")} | {
    f"step.conv{index}": 0.03 for index in range(len(DILATIONS))
}


def trained() -> dict[str, Any]:
    chance = np.random.default_rng(1)

    def some(*shape: int) -> Any:
        return chance.normal(0, 0.1, shape).astype(np.float32)

    params: dict[str, Any] = dict(STEPS)
    for name, rows, _ in TABLES:
        params[f"table.{name}"] = some(rows, WIDTH)
    shapes = {"mix": (288, WIDTH * len(TABLES)), "sum": (288, WIDTH + 2 * SUMMARY)}
    shapes |= {f"conv{index}": (288, 3 * WIDTH) for index in range(len(DILATIONS))}
    for name, (rows, columns) in shapes.items():
        params |= {f"{name}.w": some(rows, columns), f"{name}.b": some(rows)}
        params |= {f"{name}.g": some(WIDTH) + 1, f"{name}.n": some(WIDTH)}
    params |= {"pool.w": some(2 * SUMMARY, WIDTH), "pool.b": some(2 * SUMMARY)}
    params |= {"head.w": some(384, 2 * WIDTH), "head.b": some(384)}
    return params | {"out.w": some(128), "out.b": np.float32(-3.0)}


def test_rounding_moves_no_weight_by_more_than_half_a_step() -> None:
    params = trained()
    kept = shipped(params)
    weights = kept["head.w"] * kept["head.step"][:, None] / np.float32(0.03)
    assert kept["head.w"].dtype == np.int8
    assert np.abs(weights - params["head.w"]).max() <= kept["head.step"].max() / 0.03 / 2 + 1e-6
    assert np.abs(kept["table.norm"]).max() == 63


def test_what_was_written_can_be_run(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    write(trained(), path)
    network = Network.read(path)
    (odds,) = network.logits([network.embed(np.zeros((5, len(TABLES), 4), dtype=int))])
    assert odds.shape == (5,)
    assert np.isfinite(odds).all()
    assert path.stat().st_size < 10_000_000
