"""`python -m router` is `sms-router`."""

from router.cli.main import main

if __name__ == "__main__":
    main()
