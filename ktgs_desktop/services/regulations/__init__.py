"""Use cases of the library of regulations."""
