"""Stands in Keras's place: see the `tensorflow` package beside this one."""

import sys

import tensorflow

sys.modules[__name__].__class__ = tensorflow._Module
