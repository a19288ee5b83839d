package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.BinaryOperator;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.UnaryOperator;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Datum.Truth;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The operators: on numbers at compile time, on tensors in the graph. */
final class Operators {
  private final Session session;
  private final GraphBuilder builder;
  private final Tensors tensors;

  Operators(Session session) {
    this.session = session;
    this.builder = session.builder;
    this.tensors = new Tensors(session);
  }

  /** The truth of a condition that must be known at compile time. */
  boolean truth(Frame frame, Span span, Datum datum) {
    if (datum instanceof Truth truth) {
      return truth.value();
    }
    if (datum instanceof Datum.Tensor) {
      Diagnostic.Builder error =
          Site.of(frame, span)
              .error("E0310", "a condition must be known at compile time, this is a tensor", "");
      error.help("choose between tensors with `where(condition, a, b)`");
      throw session.reporter.fail(error.build());
    }
    throw tensors.wrongKind(frame, span, datum, "a truth value");
  }

  /** A choice between numbers by a condition of the graph. */
  Datum where(Frame frame, Span span, Datum condition, Datum whenTrue, Datum whenFalse) {
    Value truth = tensors.tensor(frame, span, condition);
    if (truth.type().element() != ElementType.BOOL) {
      throw tensors.wrongKind(frame, span, condition, "a truth value");
    }
    for (Datum branch : List.of(whenTrue, whenFalse)) {
      if (!isScalarLike(branch)) {
        throw tensors.wrongKind(frame, span, branch, "a number");
      }
    }
    List<Value> branches = tensors.unify(frame, span, "`if`", List.of(whenTrue, whenFalse));
    Value every = builder.broadcastTo(truth, branches.get(0).shape());
    return new Datum.Tensor(builder.where(every, branches.get(0), branches.get(1)));
  }

  Datum unary(Frame frame, Span span, UnaryOperator operator, Datum operand) {
    return switch (operator) {
      case NOT -> {
        if (!(operand instanceof Datum.Tensor tensor)) {
          yield new Truth(!truth(frame, span, operand));
        }
        if (!isTruth(tensor)) {
          throw session.reporter.fail(
              frame, span, "E0310", "`not` takes truth values, not " + tensor.value().type());
        }
        yield new Datum.Tensor(builder.map(Elementwise.NOT, tensor.value()));
      }
      case NEGATE -> {
        if (Numbers.isNumber(operand)) {
          yield Numbers.negate(operand);
        }
        if (operand instanceof Datum.Adjustable adjustable) {
          yield new Datum.Adjustable(builder.neg(adjustable.value()), -adjustable.initial());
        }
        Value value = tensors.tensor(frame, span, operand);
        tensors.requireTaken(frame, span, "`-`", Elementwise.NEG, value.type().element());
        yield new Datum.Tensor(builder.neg(value));
      }
    };
  }

  Datum binary(Frame frame, Expression.Binary binary, Datum left, Datum right) {
    Span span = binary.span();
    BinaryOperator operator = binary.operator();
    if (left == Datum.Poison.POISON || right == Datum.Poison.POISON) {
      throw new Failure();
    }
    return switch (operator) {
      case OR, AND -> logical(frame, span, operator, left, right);
      case EQUAL, NOT_EQUAL -> equality(frame, span, operator, left, right);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          comparison(frame, span, operator, left, right);
      case MATMUL ->
          new Datum.Tensor(
              matmul(
                  frame,
                  span,
                  tensors.tensor(frame, binary.left().span(), left),
                  tensors.tensor(frame, binary.right().span(), right),
                  List.of(binary.left().span(), binary.right().span())));
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, POWER ->
          arithmetic(frame, binary, left, right);
    };
  }

  private Datum logical(Frame frame, Span span, BinaryOperator operator, Datum left, Datum right) {
    if (!Tensors.isDynamic(left) && !Tensors.isDynamic(right)) {
      boolean a = truth(frame, span, left);
      boolean b = truth(frame, span, right);
      return new Truth(operator == BinaryOperator.OR ? a || b : a && b);
    }
    if (left instanceof Truth && right instanceof Datum.Tensor tensor && isTruth(tensor)) {
      // The left side has not decided: the evaluator would not have come here.
      return right;
    }
    List<Value> operands =
        tensors.unify(frame, span, "`" + operator.symbol() + "`", List.of(left, right));
    if (operands.get(0).type().element() != ElementType.BOOL) {
      throw session.reporter.fail(
          frame,
          span,
          "E0310",
          "`" + operator.symbol() + "` takes truth values, not " + operands.get(0).type());
    }
    return new Datum.Tensor(
        builder.map(
            operator == BinaryOperator.OR ? Elementwise.OR : Elementwise.AND,
            operands.get(0),
            operands.get(1)));
  }

  private static boolean isTruth(Datum.Tensor tensor) {
    return tensor.value().type().element() == ElementType.BOOL;
  }

  private Datum equality(Frame frame, Span span, BinaryOperator operator, Datum left, Datum right) {
    boolean dynamic = left instanceof Datum.Tensor || right instanceof Datum.Tensor;
    boolean comparable = isScalarLike(left) && isScalarLike(right);
    if (dynamic && comparable) {
      return comparison(frame, span, operator, left, right);
    }
    Optional<Boolean> equal = same(left, right);
    if (equal.isEmpty()) {
      throw undecided(frame, span, operator, left, right);
    }
    return new Truth(equal.get() == (operator == BinaryOperator.EQUAL));
  }

  /** Whether a datum is a number, a truth value, or a scalar or other tensor. */
  static boolean isScalarLike(Datum datum) {
    return Numbers.isNumber(datum) || Tensors.isDynamic(datum) || datum instanceof Truth;
  }

  /** Whether two data known at compile time are equal, for every size of the free dims. */
  private static Optional<Boolean> same(Datum left, Datum right) {
    if (left instanceof Items a && right instanceof Items b) {
      if (a.items().size() != b.items().size()) {
        return Optional.of(false);
      }
      Optional<Boolean> all = Optional.of(true);
      for (int i = 0; i < a.items().size(); i++) {
        Optional<Boolean> one = same(a.items().get(i), b.items().get(i));
        if (one.isPresent() && !one.get()) {
          return one;
        }
        all = one.isEmpty() ? one : all;
      }
      return all;
    }
    if ((Numbers.value(left).isPresent() && Numbers.value(right).isPresent())
        || (Numbers.isNumber(left) && Numbers.isNumber(right))) {
      return Numbers.compare(BinaryOperator.EQUAL, left, right);
    }
    return Optional.of(left.equals(right));
  }

  private static boolean isComparable(Datum datum) {
    return Numbers.isNumber(datum) || datum instanceof Datum.Adjustable;
  }

  private Datum comparison(
      Frame frame, Span span, BinaryOperator operator, Datum left, Datum right) {
    if (left instanceof Datum.Tensor || right instanceof Datum.Tensor) {
      List<Value> x =
          tensors.unify(frame, span, "`" + operator.symbol() + "`", List.of(left, right));
      Value a = x.get(0);
      Value b = x.get(1);
      if (operator != BinaryOperator.EQUAL && operator != BinaryOperator.NOT_EQUAL) {
        String name = "`" + operator.symbol() + "`";
        tensors.requireTaken(frame, span, name, Elementwise.LT, a.type().element());
      }
      return new Datum.Tensor(
          switch (operator) {
            case EQUAL -> builder.map(Elementwise.EQ, a, b);
            case NOT_EQUAL -> builder.map(Elementwise.NE, a, b);
            case LESS -> builder.map(Elementwise.LT, a, b);
            case LESS_OR_EQUAL -> builder.map(Elementwise.LE, a, b);
            case GREATER -> builder.map(Elementwise.LT, b, a);
            default -> builder.map(Elementwise.LE, b, a);
          });
    }
    if (!isComparable(left)) {
      throw tensors.wrongKind(frame, span, left, "a number before `" + operator.symbol() + "`");
    }
    if (!isComparable(right)) {
      throw tensors.wrongKind(frame, span, right, "a number after `" + operator.symbol() + "`");
    }
    Optional<Boolean> holds = Numbers.compare(operator, left, right);
    if (holds.isEmpty()) {
      throw undecided(frame, span, operator, left, right);
    }
    return new Truth(holds.get());
  }

  private Failure undecided(
      Frame frame, Span span, BinaryOperator operator, Datum left, Datum right) {
    Undecided undecided = new Undecided(operator, left, right);
    Site site = Site.of(frame, span);
    Diagnostic.Builder error =
        site.error(
            "E0308", "`" + undecided.condition() + "` holds for some sizes and not for others", "");
    site.libraryCall()
        .ifPresent(called -> Operands.label(session, site, called, parameter -> true, error));
    new OpenSizes(frame, error).explain(undecided);
    return session.reporter.fail(error.build(), undecided);
  }

  private Datum arithmetic(Frame frame, Expression.Binary binary, Datum left, Datum right) {
    Span span = binary.span();
    BinaryOperator operator = binary.operator();
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      Optional<Datum> result = Numbers.apply(operator, left, right);
      if (result.isPresent()) {
        return result.get();
      }
      if (Numbers.value(right).isPresent() && Numbers.value(right).getAsDouble() == 0) {
        throw session.reporter.fail(
            frame,
            span,
            "E0310",
            "division by zero: " + Texts.LANGUAGE.of(left) + " " + operator.symbol() + " 0");
      }
      return new Datum.Tensor(elementwise(frame, binary, List.of(left, right)));
    }
    if (left instanceof Items a && right instanceof Items b && operator == BinaryOperator.ADD) {
      session.steps(frame, span, (long) a.items().size() + b.items().size());
      List<Datum> all = new ArrayList<>(a.items());
      all.addAll(b.items());
      return new Items(a.brackets(), all);
    }
    for (Datum operand : List.of(left, right)) {
      if (!isScalarLike(operand)) {
        throw tensors.wrongKind(
            frame,
            (operand == left ? binary.left() : binary.right()).span(),
            operand,
            "a tensor or number beside `" + operator.symbol() + "`");
      }
    }
    if (!Tensors.isDynamic(left) && !Tensors.isDynamic(right)) {
      return arithmetic(frame, binary, number(left), number(right));
    }
    Value result = elementwise(frame, binary, List.of(left, right));
    OptionalDouble a = Numbers.value(number(left));
    OptionalDouble b = Numbers.value(number(right));
    return a.isPresent() && b.isPresent()
        ? new Datum.Adjustable(
            result, Numbers.arithmetic(operator, a.getAsDouble(), b.getAsDouble()))
        : new Datum.Tensor(result);
  }

  /** A truth value counts as 0 or 1, as in Python. */
  private static Datum number(Datum datum) {
    return datum instanceof Truth truth ? Datum.Whole.of(truth.value() ? 1 : 0) : datum;
  }

  private Value elementwise(Frame frame, Expression.Binary binary, List<Datum> operands) {
    BinaryOperator operator = binary.operator();
    List<Value> x =
        tensors.unify(
            frame,
            binary.span(),
            "`" + operator.symbol() + "`",
            operands,
            List.of(binary.left().span(), binary.right().span()));
    ElementType element = x.get(0).type().element();
    boolean divides = operator == BinaryOperator.DIVIDE || operator == BinaryOperator.POWER;
    ElementType needed = element == ElementType.BOOL ? ElementType.INT : element;
    if (divides && !needed.isFloating()) {
      needed = session.floating();
    }
    Value a = builder.cast(x.get(0), needed);
    Value b = builder.cast(x.get(1), needed);
    return switch (operator) {
      case ADD -> builder.add(a, b);
      case SUBTRACT -> builder.sub(a, b);
      case MULTIPLY -> builder.mul(a, b);
      case DIVIDE -> builder.div(a, b);
      case REMAINDER -> builder.map(Elementwise.REM, a, b);
      default -> builder.map(Elementwise.POW, a, b);
    };
  }

  /**
   * As {@code torch.matmul}: over the last axis of the left and the last but one of the right,
   * broadcasting the others.
   */
  Value matmul(Frame frame, Span span, Value left, Value right, List<Span> written) {
    List<Value> typed =
        left.rank() == 0 || right.rank() == 0
            ? List.of()
            : List.of(
                builder.cast(
                    left,
                    tensors.promote(List.of(new Datum.Tensor(left), new Datum.Tensor(right)))),
                builder.cast(
                    right,
                    tensors.promote(List.of(new Datum.Tensor(left), new Datum.Tensor(right)))));
    if (typed.isEmpty()) {
      Diagnostic.Builder error =
          Site.of(frame, span)
              .error(
                  "E0304",
                  "`@` takes tensors with axes, not " + left.type() + " and " + right.type(),
                  "");
      if (!frame.isLibrary()) {
        String product = written.get(0).text() + " * " + written.get(1).text();
        error.guess(
            "`*` multiplies by a single number: `" + product + "`", new Edit(span, product));
      }
      throw session.reporter.fail(error.build());
    }
    tensors.checkProduct(frame, span, "`@`", left, right);
    Value a = typed.get(0).rank() == 1 ? unsqueeze(typed.get(0), 0) : typed.get(0);
    Value b = typed.get(1).rank() == 1 ? unsqueeze(typed.get(1), 1) : typed.get(1);
    Dim inner = a.dim(a.rank() - 1);
    Dim other = b.dim(b.rank() - 2);
    Shape leading = new Shape(a.shape().dims().subList(0, a.rank() - 2));
    Shape others = new Shape(b.shape().dims().subList(0, b.rank() - 2));
    Optional<Shape> batch = Tensors.join(leading, others);
    if (!inner.equals(other) || batch.isEmpty()) {
      Site site = Site.of(frame, span);
      Diagnostic.Builder error =
          site.error(
              "E0304",
              "`@` of tensors that do not match: " + left.shape() + " and " + right.shape(),
              inner.equals(other)
                  ? "the leading axes " + leading + " and " + others + " do not match"
                  : inner + " columns do not meet " + other + " rows");
      error.mismatch(left.shape().toString(), right.shape().toString());
      for (Value value : List.of(left, right)) {
        Optional<Trace.Definition> definition = session.trace.definition(site.frame(), value);
        definition
            .filter(d -> !d.span().equals(site.span()))
            .ifPresent(d -> error.also(d.span(), session.trace.describe(definition, value)));
        session.trace.chain(value).ifPresent(error::trace);
      }
      if (!frame.isLibrary() && right.rank() > 1) {
        String transposed = "transpose(" + written.get(1).text() + ")";
        error.guess(
            "the rows of the right side may be meant as its columns: `" + transposed + "`",
            new Edit(written.get(1), transposed));
      }
      throw session.reporter.fail(error.build());
    }
    Value product = contract(a, b, batch.get());
    List<Dim> dims = new ArrayList<>(product.shape().dims());
    if (right.rank() == 1) {
      dims.remove(dims.size() - 1);
    }
    if (left.rank() == 1) {
      dims.remove(batch.get().rank());
    }
    return builder.reshape(product, new Shape(dims));
  }

  private Value unsqueeze(Value value, int axis) {
    List<Dim> dims = new ArrayList<>(value.shape().dims());
    dims.add(axis, Dim.ONE);
    return builder.reshape(value, new Shape(dims));
  }

  /**
   * Leading axes share a label where both have them at full size; an axis of size one is dropped
   * before.
   */
  private Value contract(Value a, Value b, Shape batch) {
    int rows = batch.rank();
    int columns = batch.rank() + 1;
    int inner = batch.rank() + 2;
    List<Integer> left = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    Value x = withoutOnes(a, batch, left);
    Value y = withoutOnes(b, batch, right);
    left.addAll(List.of(rows, inner));
    right.addAll(List.of(inner, columns));
    List<Integer> present =
        Axes.range(batch.rank()).stream()
            .filter(l -> left.contains(l) || right.contains(l))
            .toList();
    List<Integer> result = new ArrayList<>(present);
    result.addAll(List.of(rows, columns));
    Value product = builder.contract(x, left, y, right, result);
    List<Dim> dims = new ArrayList<>(batch.dims());
    dims.add(product.dim(product.rank() - 2));
    dims.add(product.dim(product.rank() - 1));
    return builder.reshape(product, new Shape(dims));
  }

  private Value withoutOnes(Value value, Shape batch, List<Integer> labels) {
    int leading = value.rank() - 2;
    List<Integer> ones = new ArrayList<>();
    for (int axis = 0; axis < leading; axis++) {
      if (value.dim(axis).is(1)) {
        ones.add(axis);
      } else {
        labels.add(batch.rank() - leading + axis);
      }
    }
    return builder.reshape(value, value.shape().without(ones));
  }
}
