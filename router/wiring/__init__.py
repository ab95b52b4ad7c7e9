"""The composition root: settings in, an application out; the only place that picks adapters.

A verb imports the part it needs: `check` has no use for a server, and starts sooner without one.
"""
