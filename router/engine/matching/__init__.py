"""The single tests behind `matchers`: on addresses, texts and moments."""
