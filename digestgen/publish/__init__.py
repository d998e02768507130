"""Publishing: the output, as it was built → where readers find it."""
