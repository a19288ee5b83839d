package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Random;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import java.util.List;

/**
 * What a kernel computes for one element: a tree whose leaves are elements of stored values.
 * Expressions are compared by identity; one that appears twice is computed once.
 */
public sealed interface Expression {
  /** The type of the number. */
  ElementType type();

  <R> R accept(Visitor<R> visitor);

  /** The element of a stored value at a row-major position. */
  final class Load implements Expression {
    private final Value value;
    private final Index at;

    Load(Value value, Index at) {
      this.value = value;
      this.at = at;
    }

    public Value value() {
      return value;
    }

    public Index at() {
      return at;
    }

    @Override
    public ElementType type() {
      return value.type().element();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.load(this);
    }
  }

  /** A number that is known at compile time. */
  final class Literal implements Expression {
    private final ElementType type;
    private final double value;

    Literal(ElementType type, double value) {
      this.type = type;
      this.value = value;
    }

    public double value() {
      return value;
    }

    @Override
    public ElementType type() {
      return type;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.literal(this);
    }
  }

  /** A size, or a position, as a number. */
  final class Position implements Expression {
    private final ElementType type;
    private final Index index;

    Position(ElementType type, Index index) {
      this.type = type;
      this.index = index;
    }

    public Index index() {
      return index;
    }

    @Override
    public ElementType type() {
      return type;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.position(this);
    }
  }

  /** The random number at a position of a stream. */
  final class Draw implements Expression {
    private final Random op;
    private final Expression low;
    private final Expression high;
    private final Index at;

    Draw(Random op, Expression low, Expression high, Index at) {
      this.op = op;
      this.low = low;
      this.high = high;
      this.at = at;
    }

    public int stream() {
      return op.stream();
    }

    /** The low half of the key. */
    public Expression low() {
      return low;
    }

    /** The high half of the key. */
    public Expression high() {
      return high;
    }

    public Index at() {
      return at;
    }

    /** The number at another position of the stream. */
    Draw at(Index other) {
      return new Draw(op, low, high, other);
    }

    @Override
    public ElementType type() {
      return op.type().element();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.draw(this);
    }
  }

  /** A function of other numbers. */
  final class Apply implements Expression {
    private final Elementwise function;
    private final ElementType type;
    private final List<Expression> operands;

    Apply(Elementwise function, ElementType type, List<Expression> operands) {
      this.function = function;
      this.type = type;
      this.operands = List.copyOf(operands);
    }

    public Elementwise function() {
      return function;
    }

    public List<Expression> operands() {
      return operands;
    }

    @Override
    public ElementType type() {
      return type;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.apply(this);
    }
  }

  /** A number of another type, converted as {@link dev.netc.compiler.ir.Cast} says. */
  final class Convert implements Expression {
    private final ElementType type;
    private final Expression operand;

    Convert(ElementType type, Expression operand) {
      this.type = type;
      this.operand = operand;
    }

    public Expression operand() {
      return operand;
    }

    @Override
    public ElementType type() {
      return type;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.convert(this);
    }
  }

  /** A condition on loop counters. */
  sealed interface Condition {
    Index index();
  }

  /** {@code index >= 0}. */
  record AtLeastZero(Index index) implements Condition {}

  /** {@code index < bound}. */
  record Below(Index index, Dim bound) implements Condition {}

  /** {@code index % divisor == 0}. */
  record Divisible(Index index, Dim divisor) implements Condition {}

  /** One of two numbers; the other is not computed. */
  final class Choice implements Expression {
    private final List<Condition> conditions;
    private final Expression inside;
    private final Expression outside;

    Choice(List<Condition> conditions, Expression inside, Expression outside) {
      this.conditions = List.copyOf(conditions);
      this.inside = inside;
      this.outside = outside;
    }

    /** All hold where {@link #inside} is taken. */
    public List<Condition> conditions() {
      return conditions;
    }

    public Expression inside() {
      return inside;
    }

    public Expression outside() {
      return outside;
    }

    @Override
    public ElementType type() {
      return inside.type();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.choice(this);
    }
  }

  /** All numbers of a nest of loops, combined in row-major order. */
  final class Fold implements Expression {
    private final Reduce.Kind kind;
    private final List<Axis> axes;
    private final Expression body;

    Fold(Reduce.Kind kind, List<Axis> axes, Expression body) {
      this.kind = kind;
      this.axes = List.copyOf(axes);
      this.body = body;
    }

    public Reduce.Kind kind() {
      return kind;
    }

    public List<Axis> axes() {
      return axes;
    }

    public Expression body() {
      return body;
    }

    @Override
    public ElementType type() {
      return body.type();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fold(this);
    }
  }

  /** The position of the first greatest or least number of a loop. */
  final class Search implements Expression {
    private final ArgReduce.Kind kind;
    private final Axis axis;
    private final Expression body;

    Search(ArgReduce.Kind kind, Axis axis, Expression body) {
      this.kind = kind;
      this.axis = axis;
      this.body = body;
    }

    public ArgReduce.Kind kind() {
      return kind;
    }

    public Axis axis() {
      return axis;
    }

    public Expression body() {
      return body;
    }

    @Override
    public ElementType type() {
      return ElementType.INT;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.search(this);
    }
  }

  /** The number that a search stops at. */
  final class Found implements Expression {
    private final Search search;

    Found(Search search) {
      this.search = search;
    }

    public Search search() {
      return search;
    }

    @Override
    public ElementType type() {
      return search.body().type();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.found(this);
    }
  }

  /**
   * An {@code int} that is used as a position: refused at run time if it is negative or not below
   * the limit.
   */
  final class Checked implements Expression {
    private final Expression operand;
    private final Dim limit;
    private final IndexSource source;

    Checked(Expression operand, Dim limit, IndexSource source) {
      this.operand = operand;
      this.limit = limit;
      this.source = source;
    }

    public Expression operand() {
      return operand;
    }

    public Dim limit() {
      return limit;
    }

    /** What the message says of the index. */
    public IndexSource source() {
      return source;
    }

    @Override
    public ElementType type() {
      return ElementType.INT;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.checked(this);
    }
  }

  /** One case for each kind of expression. */
  interface Visitor<R> {
    R load(Load load);

    R literal(Literal literal);

    R position(Position position);

    R draw(Draw draw);

    R apply(Apply apply);

    R convert(Convert convert);

    R choice(Choice choice);

    R fold(Fold fold);

    R search(Search search);

    R found(Found found);

    R checked(Checked checked);
  }
}
