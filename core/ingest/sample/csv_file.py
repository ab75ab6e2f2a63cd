"""A frame as a CSV file: exact money, plain dates, UTC instants, `\\n` line ends."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

HUNDREDTHS = {
    "face_value", "facility_fee", "pre_settlement_fee", "gross", "refunded_amount", "discount", "spend",
    "conversion_value", "guarantee", "deposit", "budgeted", "actual",
}  # fmt: skip
INSTANTS = {"sold_on", "scanned_at", "seen_at", "placed_at", "challenged_at", "respond_by"}


def write(path: Path, table: pd.DataFrame) -> None:
    """Whole numbers in HUNDREDTHS columns are written as decimals; empty text as an empty field."""
    columns = {str(name): _column(str(name), values) for name, values in table.items()}
    options = pa_csv.WriteOptions(quoting_style="needed", quoting_header="none")
    pa_csv.write_csv(pa.table(columns), path, options)


def _column(name: str, values: pd.Series) -> pa.Array:
    if name in HUNDREDTHS:
        return pc.multiply(pa.array(values).cast(pa.decimal128(19, 0)), pa.scalar(0.01).cast(pa.decimal128(3, 2)))
    if name in INSTANTS:
        return pc.strftime(pa.array(values, pa.timestamp("s")), "%Y-%m-%dT%H:%M:%SZ")
    if pd.api.types.is_datetime64_dtype(values):
        return pa.array(values).cast(pa.date32())
    array = pa.array(values, from_pandas=True)
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return pc.if_else(pc.equal(array, ""), None, array)
    return array
