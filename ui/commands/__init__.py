"""The commands of the program `rameau`; each loads what it needs when it runs, so that help is instant."""
