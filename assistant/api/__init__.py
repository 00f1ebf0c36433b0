"""The HTTP API: questions in, answers with their proofs out, errors as RFC 9457 problems."""
