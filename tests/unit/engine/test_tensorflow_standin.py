"""The stand-in for TensorFlow: enough to import Rasa, and an error that says what to do."""

from __future__ import annotations

import pytest
import tensorflow
from tensorflow import TensorFlowNotInstalled


def test_it_is_the_stand_in_and_not_the_real_one() -> None:
    assert "stand" in (tensorflow.__doc__ or "").lower()


def test_any_name_can_be_imported_from_any_depth() -> None:
    from tensorflow.keras.layers import Dense
    from tensorflow.python.anything.at_all import Thing

    assert Dense.__name__ == "Dense"
    assert Thing.__name__ == "Thing"


def test_placeholders_serve_as_base_classes_annotations_and_decorators() -> None:
    class Layer(tensorflow.keras.layers.Layer):
        pass

    annotation = tensorflow.Tensor | None

    @tensorflow.function(jit_compile=True)
    def doubled(value: int) -> int:
        return value * 2

    assert issubclass(Layer, tensorflow.keras.layers.Layer)
    assert annotation is not None
    assert doubled(2) == 4


def test_using_it_says_which_components_need_it_and_what_to_install() -> None:
    with pytest.raises(TensorFlowNotInstalled) as raised:
        tensorflow.constant([1, 2])
    said = str(raised.value)
    assert "DIETClassifier" in said
    assert "config.yml" in said
    assert "pyproject.toml" in said


def test_every_rasa_component_that_needs_it_can_still_be_imported() -> None:
    from rasa.core.policies.ted_policy import TEDPolicy
    from rasa.nlu.classifiers.diet_classifier import DIETClassifier

    assert TEDPolicy.__name__ == "TEDPolicy"
    assert DIETClassifier.__name__ == "DIETClassifier"
