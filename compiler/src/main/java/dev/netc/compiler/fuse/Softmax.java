package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@link Kernel.Rows} that are a softmax: four in a row, of which the first is the
 * greatest element of a row of {@code x}, the second {@code powers = exp(x - max)}, the third their
 * sum, and the last {@code powers / sum}. All are matrices whose rows lie one after another, or of
 * which one row is kept.
 *
 * @param first which of the parts the first is
 * @param columns the elements of a row
 */
public record Softmax(
    int first, long columns, Value x, Value max, Value powers, Value sum, Value result) {
  public static final int PARTS = 4;

  /** The first softmax of rows, if there is one. */
  public static Optional<Softmax> of(Kernel.Rows rows) {
    for (int first = 0; first + PARTS <= rows.parts().size(); first++) {
      List<Kernel.Loop> parts = rows.parts().subList(first, first + PARTS);
      if (parts.stream().allMatch(part -> part.stores().size() == 1)) {
        Optional<Softmax> found = new Search(rows, parts).softmax(first);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static final class Search {
    final Kernel.Rows rows;
    final List<Kernel.Loop> parts;
    final Index row;

    Search(Kernel.Rows rows, List<Kernel.Loop> parts) {
      this.rows = rows;
      this.parts = parts;
      Shape shape = new Shape(rows.axes().stream().map(Axis::extent).toList());
      this.row = Index.linear(ExpressionBuilder.counters(rows.axes()), shape);
    }

    Optional<Softmax> softmax(int first) {
      if (!isRun(1)
          || !isRun(3)
          || !(fold(0, Reduce.Kind.MAX) instanceof Expression.Load x)
          || !(fold(2, Reduce.Kind.SUM) instanceof Expression.Load powers)) {
        return Optional.empty();
      }
      Value max = parts.get(0).stores().get(0).value();
      Value sum = parts.get(2).stores().get(0).value();
      Kernel.Store powersStore = parts.get(1).stores().get(0);
      Kernel.Store result = parts.get(3).stores().get(0);
      boolean is =
          powersStore.value().equals(powers.value())
              && operands(powersStore.element(), Elementwise.EXP).size() == 1
              && isOf(
                  operands(powersStore.element(), Elementwise.EXP).get(0),
                  Elementwise.SUB,
                  x.value(),
                  max,
                  1)
              && isOf(result.element(), Elementwise.DIV, powers.value(), sum, 3)
              && isElement(powersStore.value(), powersStore.at(), column(1))
              && isElement(result.value(), result.at(), column(3))
              && isNumber(max, parts.get(0).stores().get(0).at())
              && isNumber(sum, parts.get(2).stores().get(0).at());
      return is
          ? Optional.of(
              new Softmax(
                  first,
                  column(1).extent().constant(),
                  x.value(),
                  max,
                  powers.value(),
                  sum,
                  result.value()))
          : Optional.empty();
    }

    private boolean isRun(int part) {
      return parts.get(part).axes().size() > rows.axes().size();
    }

    private Axis column(int part) {
      List<Axis> axes = parts.get(part).axes();
      return axes.get(axes.size() - 1);
    }

    /** What a number of a row is folded from, if all of the row is. */
    private @Nullable Expression fold(int part, Reduce.Kind kind) {
      if (isRun(part)
          || !(parts.get(part).stores().get(0).element() instanceof Expression.Fold fold)
          || fold.kind() != kind) {
        return null;
      }
      List<Axis> axes = fold.axes().stream().filter(axis -> !axis.extent().is(1)).toList();
      return axes.size() == 1
              && axes.get(0).extent().equals(column(1).extent())
              && fold.body() instanceof Expression.Load load
              && isElement(load.value(), load.at(), axes.get(0))
          ? load
          : null;
    }

    private static List<Expression> operands(Expression expression, Elementwise function) {
      return expression instanceof Expression.Apply apply && apply.function() == function
          ? apply.operands()
          : List.of();
    }

    /** Whether an expression is a function of an element and a number of the row. */
    private boolean isOf(
        Expression expression, Elementwise function, Value element, Value number, int part) {
      List<Expression> operands = operands(expression, function);
      return operands.size() == 2
          && operands.get(0) instanceof Expression.Load first
          && operands.get(1) instanceof Expression.Load second
          && first.value().equals(element)
          && isElement(element, first.at(), column(part))
          && second.value().equals(number)
          && isNumber(number, second.at());
    }

    private boolean isElement(Value value, Index at, Axis column) {
      Index within = Index.of(column);
      Dim length = column.extent();
      return rows.locals().contains(value)
          ? at.equals(within)
          : at.equals(row.times(length).plus(within));
    }

    private boolean isNumber(Value value, Index at) {
      return at.equals(rows.locals().contains(value) ? Index.ZERO : row);
    }
  }
}
