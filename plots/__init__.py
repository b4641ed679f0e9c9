"""Charts from pepbench result files: `python -m plots FILE...`; see plots/README.md."""
