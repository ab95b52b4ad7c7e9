"""Times as people write them: hours, days, dates, moments and zones, read or told what is wrong."""
