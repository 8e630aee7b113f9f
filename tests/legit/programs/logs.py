import logging
import sys

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s %(name)s: %(message)s")
log = logging.getLogger("training")
log.info("epoch %d, loss %.3f", 1, 0.5)
log.debug("not shown")
handler = logging.FileHandler("train.log")
log.addHandler(handler)
log.warning("learning rate is large")
handler.close()
print(open("train.log").read().strip())
