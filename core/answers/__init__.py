"""The words of the pages: each file turns frames into the sentence, findings and metrics of one page."""
