"""Sales curves in, final tickets with intervals out: no database, no network, frames alone.

moments       a show as it stood on a day: what every estimator learns from and answers for
ladder, prior, bayes          chain ladder by genre, attribute prior, and both weighed
signals, pickup, boosting     what a moment says; regression and trees on the tickets still to come
blend, young                  the forecaster of a company with a past, and of one with little
conformal                     intervals calibrated on shows that the model had not seen
order_statistics              the range that a few past outcomes give by themselves
asof                          forecast(), forecast_at(): as if asked on a day
report_card, naive            evaluate(), score(): ours beside the naive ways, from rolling origins
comparables, pacing, past_pickup   the past shows in the open, and their curves
"""
