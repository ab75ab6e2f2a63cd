"""What advertising did: spend and sales in, contributions with intervals out; no database, no network.

adstock       carry-over and saturation: from money spent to its effect, with derivatives
panel         our shows day by day: tickets, spend, and which days had tickets left
baseline      what a show sells without advertising: terms that all shows share, and terms of each show
show_model    both together, fitted to the panel; draws by bootstrap over shows
evaluate      evaluate(): generated and incremental tickets, return and waste of each channel
weekly        fit_weekly(): a company's one weekly series, with controls
what_if       from a gap in tickets to orders, clicks and spend; moving a budget along the response curves
"""
