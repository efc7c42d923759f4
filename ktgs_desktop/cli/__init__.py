"""`ktgs`: the same services as the window, without one."""
