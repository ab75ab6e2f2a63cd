-- The digests of those who fit a rule and agreed to be addressed: scores from lowest to highest, segments and markets.
SELECT b.email_sha256, b.buyer_id
FROM buyer b LEFT JOIN market m USING (market_id)
WHERE b.r BETWEEN $r_low AND $r_high AND b.f BETWEEN $f_low AND $f_high AND b.m BETWEEN $m_low AND $m_high
  AND chosen($segments::VARCHAR[], b.segment) AND chosen($markets::VARCHAR[], m.name)
  AND b.consent AND b.email_sha256 IS NOT NULL
ORDER BY b.email_sha256
