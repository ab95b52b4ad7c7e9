"""`python serve.py …` is `sms-router serve …`."""

from router.cli.main import serve_from_here

if __name__ == "__main__":
    serve_from_here()
