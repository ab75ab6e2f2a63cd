"""One DuckDB file with one writer, immutable snapshots for every reader; the only room that knows DuckDB."""
