"""What the response model and the attribution promise, measured against known truths: `python -m bench.response [SEED ...]`."""

import sys
import time

import numpy as np
import pandas as pd

from bench.simulated_spend import CHANNELS, Season, simulate
from core.response.evaluate import evaluate


def naive(season: Season) -> dict[str, float]:
    """Tickets of each channel by regression of a show's sales on its spend: what ours must not do."""
    spend = season.spend.pivot_table(index="concert_id", columns="channel", values="spend", aggfunc="sum", fill_value=0)
    sold = season.sales.groupby("concert_id")["tickets"].sum()
    rows = spend.join(sold, how="inner").join(season.shows.set_index("concert_id")["sellable"])
    share = rows["tickets"] / rows["sellable"]
    x = np.column_stack([np.ones(len(rows)), rows[list(CHANNELS)].to_numpy() / rows[["sellable"]].to_numpy()])
    slopes = np.linalg.lstsq(x, share.to_numpy(), rcond=None)[0][1:]
    return {name: float(slope * rows[name].sum()) for name, slope in zip(CHANNELS, slopes, strict=True)}


def run(seed: int, works: str | None = None) -> pd.DataFrame:
    season = simulate(seed, works=works)
    began = time.perf_counter()
    rows = {row.channel: row for row in evaluate(season.shows, season.sales, season.spend)}
    spent, plain = time.perf_counter() - began, naive(season)
    return pd.DataFrame([{
        "seed": seed, "works": season.world.works, "curve": season.world.curve, "channel": name,
        "truth": season.generated[name], "generated": rows[name].generated, "lo": rows[name].generated_lo,
        "hi": rows[name].generated_hi, "incremental_truth": season.incremental[name],
        "incremental": rows[name].incremental, "inc_lo": rows[name].incremental_lo, "inc_hi": rows[name].incremental_hi,
        "naive": plain[name], "seconds": spent} for name in CHANNELS])  # fmt: skip


def grade(runs: pd.DataFrame) -> pd.DataFrame:
    """One row a seed: errors of the total and of the median channel (fractions), truths inside the 80 % interval."""
    runs = runs.assign(
        error=(runs["generated"] / runs["truth"] - 1).abs(), inside=runs["truth"].between(runs["lo"], runs["hi"]),
        inc_error=(runs["incremental"] / runs["incremental_truth"] - 1).abs(),
        inc_inside=runs["incremental_truth"].between(runs["inc_lo"], runs["inc_hi"]),
        right_sign=runs["generated"] > 0, naive_sign=runs["naive"] > 0)  # fmt: skip
    by = runs.groupby(["seed", "works", "curve"])
    total = by[["truth", "generated", "incremental_truth", "incremental", "naive"]].sum()
    graded = by.agg(right_sign=("right_sign", "sum"), naive_sign=("naive_sign", "sum"), median_error=("error", "median"),
                    inside=("inside", "sum"), inc_median_error=("inc_error", "median"), inc_inside=("inc_inside", "sum"),
                    seconds=("seconds", "first"))  # fmt: skip
    return graded.assign(total_error=total["generated"] / total["truth"] - 1,
                         inc_total_error=total["incremental"] / total["incremental_truth"] - 1,
                         naive_total=total["naive"] / total["truth"] - 1)  # fmt: skip


def main(seeds: list[int]) -> None:
    runs = pd.concat([run(seed) for seed in seeds])
    print(runs.round(2).to_string(index=False))
    print("\nasked: right sign for all 5; total error at most .20; median error at most .30; 12 of 15 inside")
    print(grade(runs).round(3).T.to_string())


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]] or [1, 2, 3])
