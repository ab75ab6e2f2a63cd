"""What Marquee knows and does; pages and API ask here."""

import os

# Our models are small: more threads mostly wait for each other, at up to thirty times the processor time, and take the
# cores from whoever is served meanwhile. Read when numpy and scikit-learn are loaded, so it stands before them.
for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(threads, "1")
