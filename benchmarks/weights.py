"""The readable files of what was learnt: weights by name, and the knots of the score."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from geo.calibration import Knots

_WHAT = {
    "recognition": "of the cues for a name being a place name (geo/cues.py)",
    "resolution": "of the features of a reading of a name (geo/features.py)",
}


def _path(name: str) -> Path:
    return Path(str(files("seeds"))) / "lexicons" / f"{name}.toml"


def write_weights(name: str, weights: Mapping[str, float]) -> None:
    """Write the weights of ``recognition`` or ``resolution``, those that count."""
    lines = [
        f"# Weights {_WHAT[name]}, in log odds. Trained by",
        "# benchmarks/train_geoparser.py on public development sets and our own notes; what is put",
        "# right by hand belongs into benchmarks/data/priors.toml.",
        "",
        "[weights]",
    ]
    lines += [
        f'"{cue}" = {weight:.2f}' for cue, weight in sorted(weights.items()) if abs(weight) >= 0.02
    ]
    _path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def add_knots(knots: Mapping[str, Knots]) -> None:
    """Write the knots behind the weights of the resolution."""
    lines = [
        "",
        "# How often an answer with this score was right, in texts that the weights were not",
        "# learnt from; geo/calibration.py reads between the knots.",
    ]
    for sort, own in knots.items():
        lines += [
            f"[calibration.{sort}]",
            f"score = [{', '.join(f'{score:.3f}' for score, _ in own)}]",
            f"right = [{', '.join(f'{right:.3f}' for _, right in own)}]",
        ]
    with _path("resolution").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
