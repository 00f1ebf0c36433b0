"""Measured quality as people see it: in the terminal, in a report, on the page."""
