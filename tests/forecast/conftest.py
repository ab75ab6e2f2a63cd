import pandas as pd
import pytest

from bench.simulated_shows import simulate
from core.forecast.moments import Curves


@pytest.fixture(scope="session")
def season() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A made-up season of 320 shows over three years: (shows, sales)."""
    return simulate(11, n_shows=320)


@pytest.fixture(scope="session")
def curves(season) -> Curves:
    return Curves(*season)


@pytest.fixture(scope="session")
def lesson(curves):
    """(X, y) of every show played before 2025, at every training horizon."""
    return curves.training(curves.finished(pd.Timestamp("2025-01-01").timestamp() / 86400))
