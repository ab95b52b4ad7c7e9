"""Hand-written stand-ins for the ports; the contracts in tests/contracts hold for them too."""
