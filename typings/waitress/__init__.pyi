# What router/cli uses of waitress 3, which carries no types.
