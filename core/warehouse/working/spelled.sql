-- The spelling shown for a channel. (A column called as the argument would hide it.)
CREATE OR REPLACE TEMP MACRO spelled(name) AS
    coalesce((SELECT shown FROM temp.channel_spelling s WHERE s.written = name), name)
