-- Names that may be one and the same: found at import, never merged by themselves, for a person to decide.

-- `kind` is artist or venue; `reason` says what makes the pair look alike.
CREATE TABLE match_review (
    kind VARCHAR, "left" VARCHAR, "right" VARCHAR, reason VARCHAR, left_id VARCHAR, right_id VARCHAR);
