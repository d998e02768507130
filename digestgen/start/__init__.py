"""How things begin: a site, an article."""
