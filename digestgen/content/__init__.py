"""From the content folder to valid articles: the read and the parse stage."""
