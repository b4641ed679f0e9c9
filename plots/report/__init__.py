"""The report: what result files say about the PEPs' claims, as one HTML page and as Markdown."""
