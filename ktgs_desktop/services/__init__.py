"""Use cases: one function is one thing a person can do; the window and `ktgs` call the same."""
