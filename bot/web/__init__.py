"""The public page, its feeds and the API: read only, and never on the port of the webhook or the metrics."""
