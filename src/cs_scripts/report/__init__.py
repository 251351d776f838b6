"""A shop's chat logs on one page: what buyers ask and when, how fast agents answer, what was left open, what was said wrong."""
