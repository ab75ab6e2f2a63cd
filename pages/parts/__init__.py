"""What pages share. Parts take plain text and escape it themselves; only `text.label` escapes by hand."""
