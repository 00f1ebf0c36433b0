"""The core of the RAMEAU assistant: data model, seams, retrieval and answers.

Read `documents.py`, `answers.py`, `protocols.py` and `assistant.py` in this order for the whole idea.
Importing this package loads none of the engines (chromadb, torch, langchain).
"""
