"""Who gets the credit for a sale that several channels touched: paths in, credits a channel out (numpy alone).

paths         what was touched before buying (or not buying), and how long before
heuristics    first, last, linear, position and time decay: a share for each touch
markov        what would be lost without a channel, by one exact linear solve
shapley       what a channel adds on average over all coalitions, exactly
models        attribute(): every model side by side
"""
