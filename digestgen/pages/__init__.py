"""The plan stage: the site → its pages, each with all that its template may read."""
