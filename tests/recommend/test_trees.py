"""Trees taken over from a fitted boosting say what the boosting says."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingRegressor

from core.recommend.trees import Trees


@given(seed=st.integers(0, 2**31), missing=st.floats(0, 0.6), leaves=st.integers(2, 31))
@settings(max_examples=15)
def test_the_arrays_say_what_the_model_says_also_where_figures_are_missing(seed: int, missing: float, leaves: int) -> None:
    rng = np.random.default_rng(seed)
    features, asked = rng.normal(size=(120, 4)), rng.normal(size=(50, 4)) * 3
    for table in (features, asked):
        table[rng.random(table.shape) < missing] = np.nan
    model = HistGradientBoostingRegressor(max_iter=8, max_leaf_nodes=leaves, min_samples_leaf=2, early_stopping=False)
    model.fit(features, rng.normal(size=120))
    np.testing.assert_allclose(Trees().fit(model).predict(asked), model.predict(asked), rtol=1e-12)


def test_a_model_that_found_nothing_to_split_says_its_mean() -> None:
    model = HistGradientBoostingRegressor(max_iter=3, early_stopping=False).fit(np.zeros((30, 2)), np.arange(30.0))
    assert Trees().fit(model).predict(np.zeros((2, 2))).tolist() == model.predict(np.zeros((2, 2))).tolist()
