"""A site as its author sees it while writing: built again after each change, and served.

`watch` says that something changed, `loop` builds, `server` serves what was built and tells open
pages, `reload.js` renews them. What is served are the files that `build` makes, byte for byte; the
one thing added is the script, and only to what is sent.
"""
