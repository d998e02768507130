"""Another name for an article or topic: every link to it follows, and the old address leads on."""
