"""The parts of the page « Base documentaire », on which editors feed the knowledge base."""
