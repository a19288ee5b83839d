package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part of a fold that a routine of the runtime does in one call: the sum, over elements an
 * equal step apart, of those of a stored value or of their products with those of another; or their
 * greatest or least. What is the same for all of them is taken out of the sum. Elements of a
 * product may be less a number that is the same for all: so variances are found, and what leads
 * back through them.
 *
 * @param fold what it is a part of
 * @param outer the axes of the fold that are left to loops
 * @param count how many elements there are
 * @param factors one stored value or two
 * @param negative whether the sum is subtracted
 * @param times numbers that the sum is multiplied by
 * @param over numbers that it is divided by
 */
public record ProductSum(
    Expression.Fold fold,
    List<Axis> outer,
    Dim count,
    List<Factor> factors,
    boolean negative,
    List<Expression> times,
    List<Expression> over) {
  /** With fewer elements a call costs what it saves. */
  private static final long FEW = 16;

  /**
   * The elements of a stored value.
   *
   * @param start the position of the first
   * @param step from one to the next
   * @param centre what is subtracted from each
   */
  public record Factor(Expression.Load load, Index start, Dim step, Optional<Expression> centre) {}

  /** Whether something is subtracted from elements before they are multiplied. */
  public boolean isCentred() {
    return factors.stream().anyMatch(factor -> factor.centre().isPresent());
  }

  /** The numbers that are the same for all elements. */
  public List<Expression> numbers() {
    return Stream.of(
            factors.stream().flatMap(factor -> factor.centre().stream()),
            times.stream(),
            over.stream())
        .flatMap(each -> each)
        .toList();
  }

  /** A fold over adjacent elements, or over several rows of such. */
  public static Optional<ProductSum> ofRow(Expression.Fold fold) {
    List<Axis> axes = proper(fold.axes());
    if (axes.isEmpty() || !isFolded(fold)) {
      return Optional.empty();
    }
    // As many of the inner axes as are one run.
    for (int from = 0; from < axes.size(); from++) {
      Optional<ProductSum> sum = of(fold, axes, from);
      if (sum.isPresent()) {
        return sum.filter(
            found ->
                isMany(found.count)
                    && found.factors.stream().allMatch(factor -> factor.step().is(1)));
      }
    }
    return Optional.empty();
  }

  /** A sum over rows, of elements that are adjacent for neighbouring positions of an axis. */
  public static Optional<ProductSum> ofColumn(Expression.Fold fold, Axis column) {
    List<Axis> axes = proper(fold.axes());
    if (axes.isEmpty() || fold.kind() != Reduce.Kind.SUM || !isFolded(fold)) {
      return Optional.empty();
    }
    return of(fold, axes, 0)
        .filter(
            sum ->
                sum.factors.stream()
                    .allMatch(
                        factor ->
                            factor.centre().isEmpty()
                                && factor.load().at().factor(new Index.Counter(column)).is(1)
                                && !depends(
                                    factor.start().minus(Index.of(column)), List.of(column))));
  }

  private static boolean isFolded(Expression.Fold fold) {
    return fold.type() == ElementType.FLOAT && fold.kind() != Reduce.Kind.PROD;
  }

  private static List<Axis> proper(List<Axis> axes) {
    return axes.stream().filter(axis -> !axis.extent().is(1)).toList();
  }

  private static boolean isMany(Dim count) {
    return !count.isConstant() || count.constant() >= FEW;
  }

  private static Optional<ProductSum> of(Expression.Fold fold, List<Axis> axes, int from) {
    List<Axis> run = axes.subList(from, axes.size());
    Product parts = new Product(run);
    if (!parts.add(fold.body())
        || parts.elements.isEmpty()
        || parts.isDifference()
        || (fold.kind() != Reduce.Kind.SUM && !parts.isPlain())) {
      return Optional.empty();
    }
    List<Factor> factors = new ArrayList<>();
    for (Element element : parts.elements) {
      Optional<Factor> factor = factor(element, run);
      if (factor.isEmpty()) {
        return Optional.empty();
      }
      factors.add(factor.get());
    }
    Dim count = run.stream().map(Axis::extent).reduce(Dim.ONE, Dim::times);
    return Optional.of(
        new ProductSum(
            fold, axes.subList(0, from), count, factors, parts.negative, parts.times, parts.over));
  }

  /** An element whose position is an equal step further for each step through the axes. */
  private static Optional<Factor> factor(Element element, List<Axis> run) {
    Expression.Load load = element.load();
    Dim step = load.at().factor(new Index.Counter(run.get(run.size() - 1)));
    Dim wanted = step;
    Index start = load.at();
    for (int i = run.size() - 1; i >= 0; i--) {
      Axis axis = run.get(i);
      if (!load.at().factor(new Index.Counter(axis)).equals(wanted)) {
        return Optional.empty();
      }
      start = start.minus(Index.of(axis).times(wanted));
      wanted = wanted.times(axis.extent());
    }
    return depends(start, run)
        ? Optional.empty()
        : Optional.of(new Factor(load, start, step, element.centre()));
  }

  private static boolean depends(Index index, List<Axis> axes) {
    return index.contains(
            atom -> atom instanceof Index.Counter counter && axes.contains(counter.axis()))
        || Expressions.reads(index).stream().anyMatch(read -> depends(read, axes));
  }

  private static boolean depends(Expression expression, List<Axis> axes) {
    if (expression instanceof Expression.Load load) {
      return depends(load.at(), axes);
    }
    if (expression instanceof Expression.Position position) {
      return depends(position.index(), axes);
    }
    if (expression instanceof Expression.Apply
        || expression instanceof Expression.Convert
        || expression instanceof Expression.Fold) {
      return Expressions.parts(expression).stream().anyMatch(part -> depends(part, axes));
    }
    return !(expression instanceof Expression.Literal);
  }

  /** An element of a stored value, less a number if there is one. */
  private record Element(Expression.Load load, Optional<Expression> centre) {}

  /** What a product is made of. */
  private static final class Product {
    final List<Axis> run;
    final List<Element> elements = new ArrayList<>();
    final List<Expression> times = new ArrayList<>();
    final List<Expression> over = new ArrayList<>();
    boolean negative;

    Product(List<Axis> run) {
      this.run = run;
    }

    /** A sum of differences that are not multiplied: no routine does that. */
    boolean isDifference() {
      return elements.size() == 1 && elements.get(0).centre().isPresent();
    }

    boolean isPlain() {
      return elements.size() == 1 && times.isEmpty() && over.isEmpty() && !negative;
    }

    boolean add(Expression expression) {
      if (!depends(expression, run)) {
        return times.add(expression);
      } else if (expression instanceof Expression.Load load) {
        return add(load, Optional.empty());
      }
      return expression instanceof Expression.Apply apply
          && apply.type() == ElementType.FLOAT
          && add(apply.function(), apply.operands());
    }

    /** An element less a number, or a number less an element, which is the contrary of that. */
    private boolean addDifference(Expression minuend, Expression subtrahend) {
      if (minuend instanceof Expression.Load load && !depends(subtrahend, run)) {
        return add(load, Optional.of(subtrahend));
      }
      negative = !negative;
      return subtrahend instanceof Expression.Load load
          && !depends(minuend, run)
          && add(load, Optional.of(minuend));
    }

    private boolean add(Expression.Load load, Optional<Expression> centre) {
      elements.add(new Element(load, centre));
      return load.type() == ElementType.FLOAT && elements.size() <= 2;
    }

    private boolean add(Elementwise function, List<Expression> operands) {
      return switch (function) {
        case NEG -> {
          negative = !negative;
          yield add(operands.get(0));
        }
        case MUL -> add(operands.get(0)) && add(operands.get(1));
        case SUB -> addDifference(operands.get(0), operands.get(1));
        case DIV ->
            !depends(operands.get(1), run) && over.add(operands.get(1)) && add(operands.get(0));
        default -> false;
      };
    }
  }
}
