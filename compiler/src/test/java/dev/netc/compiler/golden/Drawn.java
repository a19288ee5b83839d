package dev.netc.compiler.golden;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonObject;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Map;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Whether elements are drawn from the distribution that a golden case expects. */
final class Drawn {
  /** Chance alone strays so many standard deviations less than once in a million. */
  private static final double SIGMAS = 5;

  private final String name;

  /** Those of many draws. */
  private final double[] elements;

  private Drawn(String name, double[] elements) {
    this.name = name;
    this.elements = elements;
  }

  /** The mean, the deviation, the bounds, and how many elements are less than some numbers. */
  void check(JsonObject expected) {
    double mean = number(expected, "mean");
    double deviation = number(expected, "std");
    switch (expected.get("distribution").getAsString()) {
      case "uniform" -> {
        double low = number(expected, "low");
        double high = number(expected, "high");
        checkBounds(low, high);
        checkShape(mean, deviation, x -> (x - low) / (high - low));
      }
      case "normal" -> checkShape(mean, deviation, x -> normal((x - mean) / deviation));
      case "truncated_normal" -> {
        double low = number(expected, "low");
        double high = number(expected, "high");
        checkBounds(low, high);
        double all = normal(high) - normal(low);
        checkShape(mean, deviation, x -> (normal(x) - normal(low)) / all);
      }
      case "constant" -> {
        double value = number(expected, "value");
        checkBounds(value, value);
      }
      default -> throw new AssertionError("no such distribution: " + expected);
    }
  }

  private static double number(JsonObject expected, String field) {
    return expected.has(field) ? expected.get(field).getAsDouble() : 0;
  }

  private void checkBounds(double low, double high) {
    // The bounds are rounded to float, as the elements are.
    double rounding = 1e-6 * Math.max(Math.abs(low), Math.abs(high));
    assertWithMessage("the least of %s", name)
        .that(Arrays.stream(elements).min().orElseThrow())
        .isAtLeast(low - rounding);
    assertWithMessage("the greatest of %s", name)
        .that(Arrays.stream(elements).max().orElseThrow())
        .isAtMost(high + rounding);
  }

  private void checkShape(double mean, double deviation, DoubleUnaryOperator below) {
    int count = elements.length;
    assertWithMessage("the mean of %s", name)
        .that(Arrays.stream(elements).average().orElseThrow())
        .isWithin(SIGMAS * deviation / Math.sqrt(count))
        .of(mean);
    double squares = Arrays.stream(elements).map(x -> (x - mean) * (x - mean)).sum();
    assertWithMessage("the deviation of %s", name)
        .that(Math.sqrt(squares / count))
        .isWithin(SIGMAS * deviation / Math.sqrt(count))
        .of(deviation);
    for (double sigmas : List.of(-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)) {
      double x = mean + sigmas * deviation;
      double share = below.applyAsDouble(x);
      assertWithMessage("the share of %s below %s", name, x)
          .that(Arrays.stream(elements).filter(element -> element < x).count() / (double) count)
          .isWithin(SIGMAS * Math.sqrt(share * (1 - share) / count))
          .of(share);
    }
  }

  /** The share of normal numbers below one. */
  private static double normal(double x) {
    double erf =
        Interpreter.element(
            new Map(Elementwise.ERF), ElementType.DOUBLE, List.of(x / Math.sqrt(2)));
    return (1 + erf) / 2;
  }

  /** The elements of several tensors. */
  static Drawn of(String name, List<DoubleTensor> tensors) {
    return new Drawn(
        name, tensors.stream().flatMapToDouble(tensor -> Arrays.stream(tensor.data())).toArray());
  }
}
