package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is added to, and multiplied with, all elements of a filter of a convolution, or of a column
 * of a matrix product, becomes one factor and one summand: {@code ((x + b - mean) / deviation) * w
 * + c} is {@code x * scale + shift}. The two are vectors, computed beside; so batch norm in
 * inference costs nothing.
 */
final class AffineOfContraction implements Rule {
  private final Predicate<Value> usedOnce;

  AffineOfContraction(Predicate<Value> usedOnce) {
    this.usedOnce = usedOnce;
  }

  /** A function whose second operand is one number for each position of an axis. */
  private record Step(Elementwise function, AlongAxis along) {}

  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    List<Step> steps = new ArrayList<>();
    Value at = value;
    for (Optional<Step> step = step(at); step.isPresent(); step = step(at)) {
      if (!steps.isEmpty() && steps.get(0).along().axis() != step.get().along().axis()) {
        break;
      }
      steps.add(0, step.get());
      at = step.get().along().other();
      if (!usedOnce.test(at)) {
        return Optional.empty();
      }
    }
    return steps.isEmpty() || !isContraction(at) || isDone(steps)
        ? Optional.empty()
        : Optional.of(affine(at, steps, builder));
  }

  private static boolean isContraction(Value value) {
    Value core = value;
    while (core.op() instanceof Move.Reshape || core.op() instanceof Move.Transpose) {
      core = core.operand(0);
    }
    return core.op() instanceof Contract && value.type().element().isFloating();
  }

  /** Whether there is a product and then a sum at most. */
  private static boolean isDone(List<Step> steps) {
    if (steps.size() > 2) {
      return false;
    }
    List<Elementwise> functions = steps.stream().map(Step::function).toList();
    return functions.isEmpty()
        || functions.equals(List.of(Elementwise.ADD))
        || functions.equals(List.of(Elementwise.MUL))
        || functions.equals(List.of(Elementwise.MUL, Elementwise.ADD));
  }

  private static Optional<Step> step(Value value) {
    if (!(value.op() instanceof Map map)) {
      return Optional.empty();
    }
    boolean commutes = map.function() == Elementwise.ADD || map.function() == Elementwise.MUL;
    boolean affine =
        commutes || map.function() == Elementwise.SUB || map.function() == Elementwise.DIV;
    if (!affine) {
      return Optional.empty();
    }
    return AlongAxis.of(value.operand(1), value.operand(0))
        .or(
            () ->
                commutes
                    ? AlongAxis.of(value.operand(0), value.operand(1))
                    : Optional.<AlongAxis>empty())
        .map(along -> new Step(map.function(), along));
  }

  /**
   * @param steps the first one first
   */
  private static Value affine(Value core, List<Step> steps, GraphBuilder builder) {
    Value scale = null;
    Value shift = null;
    for (Step step : steps) {
      Value vector = step.along().vector(builder);
      switch (step.function()) {
        case ADD -> shift = shift == null ? vector : builder.add(shift, vector);
        case SUB -> shift = shift == null ? builder.neg(vector) : builder.sub(shift, vector);
        case MUL -> {
          scale = scale == null ? vector : builder.mul(scale, vector);
          shift = shift == null ? null : builder.mul(shift, vector);
        }
        case DIV -> {
          scale = builder.div(scale == null ? builder.like(vector, 1) : scale, vector);
          shift = shift == null ? null : builder.div(shift, vector);
        }
        default -> throw new IllegalStateException("not affine: " + step);
      }
    }
    Shape shape = core.shape();
    List<Integer> axis = List.of(steps.get(0).along().axis());
    Value result = core;
    if (scale != null) {
      result = builder.mul(result, builder.broadcast(scale, shape, axis));
    }
    return shift == null ? result : builder.add(result, builder.broadcast(shift, shape, axis));
  }

  /**
   * A value that is repeated along all axes but one.
   *
   * @param source of one axis that is longer than one
   * @param axis where that lies in the result
   * @param other what it meets there
   */
  private record AlongAxis(Value source, int axis, Value other) {
    static Optional<AlongAxis> of(Value value, Value other) {
      if (!(value.op() instanceof Move.Broadcast broadcast)) {
        return Optional.empty();
      }
      Value source = value.operand(0);
      int axis = -1;
      for (int i = 0; i < source.rank(); i++) {
        if (!source.dim(i).is(1)) {
          if (axis >= 0) {
            return Optional.empty();
          }
          axis = broadcast.axes().get(i);
        }
      }
      return axis < 0 || !source.shape().elements().equals(value.dim(axis))
          ? Optional.empty()
          : Optional.of(new AlongAxis(source, axis, other));
    }

    Value vector(GraphBuilder builder) {
      return source.rank() == 1
          ? source
          : builder.reshape(source, new Shape(List.of(source.shape().elements())));
    }
  }
}
