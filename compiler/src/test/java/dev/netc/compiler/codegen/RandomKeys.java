package dev.netc.compiler.codegen;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.runtime.RandomBits;

/** The keys of random numbers that generated programs use, for the interpreter. */
final class RandomKeys {
  static final Interpreter.Key KEY = new Interpreter.Key(Op.Role.RANDOM, "key");

  private RandomKeys() {}

  /** The key of a run since {@code seed} was given, counted from 0. */
  static DoubleTensor of(long seed, long run) {
    int[] key = new int[2];
    RandomBits.key(seed, run, key);
    return DoubleTensor.vector(key[0], key[1]);
  }
}
