-- E-mails and text messages sent.
SELECT * FROM staged
