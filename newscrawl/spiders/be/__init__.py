"""Sites of Belgium."""
