"""Forecast accuracy, coverage, width and cost on made-up seasons: `python -m bench.forecast [SEED ...]`."""

import sys
import time

import numpy as np
import pandas as pd

from bench.simulated_shows import simulate
from core.forecast.asof import forecast_at
from core.forecast.report_card import DAYS_OUT, OURS, evaluate

ASKED_RATIO = (0.94, 0.94, 0.94, 0.94, 0.98)
ASKED_WIDTH = (0.43, 0.35, 0.28, 0.20, 0.055)
BENCHMARK = "empirical Bayes"


def run(seed: int) -> tuple[pd.DataFrame, float]:
    """The report card over the last 30 % of one season, and the CPU seconds of its forecasts alone."""
    shows, sales = simulate(seed)
    dates = shows["local_date"].sort_values().to_numpy()
    span = {"first": dates[int(0.7 * len(dates))], "last": dates[-1]}
    began = time.process_time()
    forecast_at(shows, sales, days_out=list(DAYS_OUT), **span)
    spent = time.process_time() - began
    card = evaluate(shows, sales, **span)
    return card[card["capacity_band"] == "all"].assign(seed=seed), spent


def main(seeds: list[int]) -> None:
    runs = [run(seed) for seed in seeds]
    cards = pd.concat([card for card, _ in runs])
    by_seed = cards.pivot(index=["method", "seed"], columns="days_out", values="wape")[list(DAYS_OUT)]
    mean = by_seed.groupby("method", sort=False).mean()
    ours = cards[cards["method"] == OURS]
    print(f"WAPE %, mean of seeds {seeds}")
    print((100 * mean.sort_values(60)).round(1).to_string())
    ratio = by_seed.loc[OURS] / by_seed.loc[BENCHMARK]
    _show("ratio to empirical Bayes", ratio, f"asked {ASKED_RATIO}")
    for name, asked in {
        "coverage": "asked .76 to .95", "coverage_unfilled": "asked .76 to .95", "width": f"asked {ASKED_WIDTH}"
    }.items():  # fmt: skip
        _show(name, ours.pivot(index="seed", columns="days_out", values=name)[list(DAYS_OUT)], asked)
    print("\nCPU seconds of fit and forecast, a season:", [round(spent, 1) for _, spent in runs], "asked 60")


def _show(title: str, by_seed: pd.DataFrame, asked: str) -> None:
    rows = pd.concat([by_seed, by_seed.agg(["mean"])])
    print(f"\n{title} ({asked})\n{np.round(rows, 3).to_string()}")


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]] or [1, 2, 3])
