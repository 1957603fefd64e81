"""Sites of France."""
