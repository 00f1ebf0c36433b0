"""The write side: from files to a published generation of the knowledge base."""
