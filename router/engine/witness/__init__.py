"""Messages made to show what rules do, each proved with the real tests."""
