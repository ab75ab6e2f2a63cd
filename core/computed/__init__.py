"""Tables of a snapshot that Python computes at publish; rows and frames in, rows and frames out."""
