"""One module a command, loaded only when that command runs: starting one does not pay for the others."""
