"""Pages that machines read: feeds, sitemaps, robots.txt. No theme changes them: they are valid."""
