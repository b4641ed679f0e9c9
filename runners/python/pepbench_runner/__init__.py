"""What all runners share: loading workloads, spreading work over workers, proving what was measured.

Standard library only, Python 3.9 and later, PyPy included. Importing `cell` and preparing a linear cell loads
next to nothing that the interpreter has not loaded at its start, so a runner's first sample comes soon after
it.
"""
