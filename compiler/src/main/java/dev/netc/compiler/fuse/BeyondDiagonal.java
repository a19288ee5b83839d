package dev.netc.compiler.fuse;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * What expressions are, wherever a matrix's column is greater than its row by more than a number:
 * the number that all are, or NaN if they differ or it is not known. Numbers that are not known are
 * taken to be finite.
 */
final class BeyondDiagonal {
  private final Index row;
  private final Index column;
  private final long diagonal;
  private final boolean beyond;
  private final ToDoubleFunction<Expression.Load> loads;
  private final IdentityHashMap<Expression, Double> done = new IdentityHashMap<>();

  private BeyondDiagonal(
      Index row,
      Index column,
      long diagonal,
      boolean beyond,
      ToDoubleFunction<Expression.Load> loads) {
    this.beyond = beyond;
    this.row = row;
    this.column = column;
    this.diagonal = diagonal;
    this.loads = loads;
  }

  /**
   * @param loads what elements are there
   */
  static double number(
      Expression expression,
      Index row,
      Index column,
      long diagonal,
      ToDoubleFunction<Expression.Load> loads) {
    return new BeyondDiagonal(row, column, diagonal, true, loads).of(expression);
  }

  /** What an expression is where the column is not greater by more: NaN if that is not known. */
  static double numberUpTo(Expression expression, Index row, Index column, long diagonal) {
    return new BeyondDiagonal(row, column, diagonal, false, load -> Double.NaN).of(expression);
  }

  /** The diagonal at which a comparison of the row and the column changes, if it is one. */
  static OptionalLong diagonals(Expression expression, Index row, Index column) {
    Optional<Comparison> comparison = comparison(expression, row, column);
    return comparison.isPresent()
        ? OptionalLong.of(comparison.get().diagonal())
        : OptionalLong.empty();
  }

  /**
   * That something is true beyond a diagonal and false up to it, or the contrary.
   *
   * @param beyond what it is beyond
   */
  private record Comparison(long diagonal, boolean beyond) {}

  private static Optional<Comparison> comparison(Expression expression, Index row, Index column) {
    if (!(expression instanceof Expression.Apply apply)
        || !(apply.function() == Elementwise.LT || apply.function() == Elementwise.LE)) {
      return Optional.empty();
    }
    Optional<Index> first = position(apply.operands().get(0));
    Optional<Index> second = position(apply.operands().get(1));
    if (first.isPresent() && second.isPresent()) {
      boolean strict = apply.function() == Elementwise.LT;
      Index difference = second.get().minus(first.get());
      Index more = difference.minus(column).plus(row);
      Index less = difference.plus(column).minus(row);
      if (isNumber(more)) {
        return Optional.of(new Comparison(-more.constant().constant() - (strict ? 0 : 1), true));
      } else if (isNumber(less)) {
        return Optional.of(new Comparison(less.constant().constant() - (strict ? 1 : 0), false));
      }
    }
    return Optional.empty();
  }

  /** What an expression is, in terms of the counters, if that is a sum. */
  private static Optional<Index> position(Expression expression) {
    if (expression instanceof Expression.Position position) {
      return Optional.of(position.index());
    } else if (expression instanceof Expression.Literal literal) {
      long number = (long) literal.value();
      return number == literal.value() ? Optional.of(Index.of(Dim.of(number))) : Optional.empty();
    } else if (expression instanceof Expression.Apply apply
        && (apply.function() == Elementwise.ADD || apply.function() == Elementwise.SUB)) {
      Optional<Index> second = position(apply.operands().get(1));
      return position(apply.operands().get(0))
          .flatMap(
              first ->
                  second.map(
                      other ->
                          apply.function() == Elementwise.ADD
                              ? first.plus(other)
                              : first.minus(other)));
    }
    return Optional.empty();
  }

  private static boolean isNumber(Index index) {
    return index.terms().isEmpty() && index.constant().isConstant();
  }

  private double of(Expression expression) {
    Double known = done.get(expression);
    if (known == null) {
      known = computed(expression);
      done.put(expression, known);
    }
    return requireNonNull(known);
  }

  private double computed(Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      return literal.value();
    } else if (expression instanceof Expression.Load load) {
      return loads.applyAsDouble(load);
    } else if (expression instanceof Expression.Convert convert) {
      return convert.type() == ElementType.FLOAT ? of(convert.operand()) : Double.NaN;
    } else if (expression instanceof Expression.Apply apply) {
      Optional<Comparison> comparison = comparison(apply, row, column);
      return comparison.isPresent()
          ? truth(comparison.get())
          : applied(apply.function(), apply.operands().stream().map(this::of).toList());
    }
    return Double.NaN;
  }

  private double truth(Comparison comparison) {
    boolean isKnown =
        beyond ? comparison.diagonal() <= diagonal : comparison.diagonal() >= diagonal;
    return isKnown ? (comparison.beyond() == beyond ? 1 : 0) : Double.NaN;
  }

  private static double applied(Elementwise function, List<Double> operands) {
    double x = operands.get(0);
    double y = operands.size() > 1 ? operands.get(1) : 0;
    double z = operands.size() > 2 ? operands.get(2) : 0;
    boolean isKnown = operands.stream().noneMatch(number -> number.isNaN());
    return switch (function) {
      case WHERE -> Double.isNaN(x) ? (y == z ? y : Double.NaN) : x != 0 ? y : z;
      case MUL -> isKnown ? x * y : x == 0 || y == 0 ? 0 : Double.NaN;
      case DIV -> isKnown ? x / y : x == 0 ? 0 : Double.NaN;
      case ADD ->
          isKnown ? x + y : Double.isInfinite(x) ? x : Double.isInfinite(y) ? y : Double.NaN;
      case SUB -> isKnown ? x - y : Double.isInfinite(x) ? x : Double.NaN;
      case AND -> isKnown ? function.evaluate(x, y, z) : x == 0 || y == 0 ? 0 : Double.NaN;
      case OR -> isKnown ? function.evaluate(x, y, z) : x == 1 || y == 1 ? 1 : Double.NaN;
      default -> isKnown ? function.evaluate(x, y, z) : Double.NaN;
    };
  }
}
