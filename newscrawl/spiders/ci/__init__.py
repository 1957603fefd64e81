"""Sites of Côte d'Ivoire."""
