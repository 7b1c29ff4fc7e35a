"""For `spark-submit`, which takes a script: the command `data-lab-spark`, of the package beside this file or of the one that is installed."""

import sys

from data_lab_spark.__main__ import main

sys.exit(main())
