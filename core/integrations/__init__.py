"""Outside services: how to ask each of them, politely. Nothing here knows the warehouse."""
