"""Frame -> Plotly figure: one pure function a chart, one file a family. Design: calm, grey first, one accent.

Every function takes a documented frame and `theme` ("light" or "dark") and returns a figure without title,
caption or template: those belong to the card and to Streamlit. All text from data is escaped here, so callers
pass names as they are. Columns are in the trade's words; a share is a fraction, pace is 100 at the median of
the comparables.
"""

from core.charts.bars import contribution_bars, daily_sales, ranked_bars
from core.charts.bullets import show_bullets
from core.charts.canvas import Theme, escape
from core.charts.curves import lines, response_curve
from core.charts.dates import date_strip, runs_dots, timeline_bars
from core.charts.dots import dot_ranges
from core.charts.geography import event_map
from core.charts.months import month_grid, sale_timeline
from core.charts.pacing import pacing_fan
from core.charts.settlement import settlement_waterfall

__all__ = [
    "Theme", "contribution_bars", "daily_sales", "date_strip", "dot_ranges", "escape", "event_map", "lines", "month_grid",
    "pacing_fan", "ranked_bars", "response_curve", "runs_dots", "sale_timeline", "settlement_waterfall", "show_bullets",
    "timeline_bars",
]
