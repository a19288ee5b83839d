package dev.netc.runtime;

import java.util.List;

/**
 * Goes through all that a trainer keeps from step to step, each thing under its name in a
 * checkpoint. One description serves both ways: what a method returns is what it was given when the
 * state is written, and what has been read when it is restored.
 */
public interface TrainerState {
  /** Tensors under their names after a prefix, views of the trainer's own arrays. */
  void tensors(String prefix, List<Parameter> tensors);

  /** Numbers under their names after a prefix; the array is the trainer's own. */
  void numbers(String prefix, List<String> names, double[] values);

  /** A number. */
  double number(String name, double now);

  /** A whole number from 0 to 2^53. */
  long count(String name, long now);

  /** Any 64 bits. */
  long bits(String name, long now);
}
