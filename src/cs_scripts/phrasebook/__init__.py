"""The scripts: read strictly, looked up, and written back without disturbing a byte."""
