-- People admitted at the door.
SELECT * FROM staged
