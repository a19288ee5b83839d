package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Subscript;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Datum.Whole;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code x[i]}, {@code x[a:b]}, {@code x[..., 0]} on lists and tensors, with Python's meaning. */
final class Subscripts {
  private final Session session;
  private final Evaluator evaluator;

  Subscripts(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  Datum index(Frame frame, Span span, Datum datum, List<Subscript> subscripts) {
    if (datum instanceof Items items && subscripts.size() == 1) {
      return ofList(frame, span, items, subscripts.get(0));
    }
    if (datum instanceof Datum.Tensor tensor) {
      return new Datum.Tensor(ofTensor(frame, span, tensor.value(), subscripts));
    }
    throw new Tensors(session).wrongKind(frame, span, datum, "a list or tensor before `[`");
  }

  private Datum ofList(Frame frame, Span span, Items items, Subscript subscript) {
    int size = items.items().size();
    if (subscript instanceof Subscript.At at) {
      int index = evaluator.integer(frame, at.span(), evaluator.evaluate(frame, at.index()));
      if (index < -size || index >= size) {
        Site site = Site.of(frame, span);
        Optional<Span> argument = Tensors.argument(site, evaluator.evaluate(frame, at.index()));
        if (argument.isPresent()) {
          throw session.reporter.fail(
              site.errorAt(
                      argument.get(),
                      "E0307",
                      "a tensor with " + size + " axes has no axis " + index,
                      "axes are 0 to " + (size - 1) + ", or -" + size + " to -1 from the last")
                  .build());
        }
        throw session.reporter.fail(
            frame, span, "E0307", "a list of " + size + " has no entry " + index);
      }
      return items.items().get(index < 0 ? index + size : index);
    }
    if (subscript instanceof Subscript.Slice slice && slice.step().isEmpty()) {
      int from = bound(frame, slice.from(), 0, size);
      int to = bound(frame, slice.to(), size, size);
      return new Items(items.brackets(), from < to ? items.items().subList(from, to) : List.of());
    }
    throw session.reporter.fail(
        frame, span, "E0310", "a list takes an index or a slice without a step");
  }

  private int bound(
      Frame frame, Optional<dev.netc.compiler.ast.Expression> expression, int otherwise, int size) {
    if (expression.isEmpty()) {
      return otherwise;
    }
    int at =
        evaluator.integer(
            frame, expression.get().span(), evaluator.evaluate(frame, expression.get()));
    return Math.max(0, Math.min(size, at < 0 ? at + size : at));
  }

  private Value ofTensor(Frame frame, Span span, Value value, List<Subscript> written) {
    List<Optional<Datum>> indices = new ArrayList<>();
    for (Subscript subscript : written) {
      indices.add(
          subscript instanceof Subscript.At at
              ? Optional.of(evaluator.evaluate(frame, at.index()))
              : Optional.empty());
    }
    Optional<Datum> added = Optional.of(Datum.Nothing.NONE);
    long given =
        IntStream.range(0, written.size())
            .filter(i -> !(written.get(i) instanceof Subscript.Rest))
            .filter(i -> !indices.get(i).equals(added))
            .count();
    if (given > value.rank()) {
      throw session.reporter.fail(
          frame,
          span,
          "E0307",
          given + " subscripts for a tensor with " + value.rank() + " axes: " + value.shape());
    }
    List<Dim> starts = new ArrayList<>();
    List<Dim> limits = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    // For each axis of the result that of the part that it is, or none for one of size 1.
    List<Optional<Integer>> axes = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Subscript subscript = written.get(i);
      if (subscript instanceof Subscript.Rest) {
        for (long left = value.rank() - given; left > 0; left--) {
          axes.add(Optional.of(starts.size()));
          whole(value, starts, limits, strides);
        }
      } else if (indices.get(i).equals(added)) {
        axes.add(Optional.empty());
      } else if (subscript instanceof Subscript.At at) {
        Dim size = value.dim(starts.size());
        Dim index =
            inRange(
                frame,
                at.span(),
                evaluator.dimOrNegative(frame, at.span(), indices.get(i).orElseThrow()),
                size);
        starts.add(index);
        limits.add(index.plus(1));
        strides.add(1L);
      } else if (subscript instanceof Subscript.Slice slice) {
        axes.add(Optional.of(starts.size()));
        slice(frame, value, slice, starts, limits, strides);
      }
    }
    while (starts.size() < value.rank()) {
      axes.add(Optional.of(starts.size()));
      whole(value, starts, limits, strides);
    }
    Value part = session.builder.slice(value, starts, limits, strides);
    Shape shape =
        new Shape(axes.stream().map(axis -> axis.map(part::dim).orElse(Dim.ONE)).toList());
    return session.builder.reshape(part, shape);
  }

  private static void whole(Value value, List<Dim> starts, List<Dim> limits, List<Long> strides) {
    limits.add(value.dim(starts.size()));
    starts.add(Dim.ZERO);
    strides.add(1L);
  }

  private void slice(
      Frame frame,
      Value value,
      Subscript.Slice slice,
      List<Dim> starts,
      List<Dim> limits,
      List<Long> strides) {
    Dim size = value.dim(starts.size());
    Dim from = slice.from().map(e -> wrap(frame, e, size)).orElse(Dim.ZERO);
    Dim to = slice.to().map(e -> wrap(frame, e, size)).orElse(size);
    long step =
        slice
            .step()
            .map(e -> (long) evaluator.integer(frame, e.span(), evaluator.evaluate(frame, e)))
            .orElse(1L);
    if (step < 1) {
      throw session.reporter.fail(
          frame, slice.span(), "E0307", "a slice's step is at least 1, not " + step);
    }
    Dim limit = size.isConstant() && to.isConstant() && to.constant() > size.constant() ? size : to;
    if (!from.isAtLeast(0) || !limit.minus(from).isAtLeast(1) || !size.minus(limit).isAtLeast(0)) {
      throw session.reporter.fail(
          frame,
          slice.span(),
          "E0307",
          "slice " + from + ":" + to + wrong(from, limit, size),
          size.isConstant()
              ? "the axis goes from 0 to " + size
              : size + " is known at run time only, and may be any number from 1");
    }
    starts.add(from);
    limits.add(limit);
    strides.add(step);
  }

  /** Why a slice cannot be taken. */
  private static String wrong(Dim from, Dim limit, Dim size) {
    if (from.negated().isAtLeast(1) || from.minus(size).isAtLeast(0)) {
      return " lies outside of an axis of " + size;
    }
    return " of an axis of "
        + size
        + (from.minus(limit).isAtLeast(0) ? " is empty" : " is empty or not inside for every size");
  }

  private Dim wrap(Frame frame, dev.netc.compiler.ast.Expression expression, Dim size) {
    Dim at =
        evaluator.dimOrNegative(frame, expression.span(), evaluator.evaluate(frame, expression));
    return at.negated().isAtLeast(1) ? at.plus(size) : at;
  }

  private Dim inRange(Frame frame, Span span, Dim index, Dim size) {
    Dim at = index.negated().isAtLeast(1) ? index.plus(size) : index;
    if (!at.isAtLeast(0) || !size.minus(at).isAtLeast(1)) {
      throw session.reporter.fail(
          frame,
          span,
          "E0307",
          "index " + index + " is outside an axis of " + size,
          size.isConstant()
              ? "indices are 0 to " + size.minus(Dim.ONE) + ", or -" + size + " to -1 from the last"
              : size + " is known at run time only, and may be any number from 1");
    }
    return at;
  }

  /** A shape given as a list of whole numbers. */
  Shape shape(Frame frame, Span span, Datum datum) {
    if (datum instanceof Items items) {
      return new Shape(
          items.items().stream().map(item -> evaluator.dim(frame, span, item)).toList());
    }
    if (datum instanceof Whole whole) {
      return Shape.of(whole.value());
    }
    throw new Tensors(session).wrongKind(frame, span, datum, "a shape such as [N, 10]");
  }
}
