"""Text in, text out: vocabulary, dataset, network, training, checkpoint, sampling. Knows no bot.

torch is imported only by what trains (`network`, `training`); sampling runs on numpy.
"""

import os

# The one thing that importing does here, because it must happen before torch is imported by anybody. OpenMP's threads
# spin while they wait, and beside a busy neighbour a training of 3 seconds was seen to take more than 300. With none of
# it, the system keeps both threads on one core. Spinning for some microseconds gets both right (docs/training-log.md).
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "10000")
