-- Names that may be one and the same, found at import and never merged by themselves: kind (artist, venue), both, why.
SELECT kind, "left", "right", reason FROM match_review ORDER BY kind, "left", "right" LIMIT 500
