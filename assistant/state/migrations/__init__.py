"""The changes of the tables, one after another."""
