package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** Anything that has a value: a number, a string, a list, a tensor, a layer. */
public sealed interface Expression extends Node {

  /** Calls the visitor's method for this kind of expression. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code 32}, {@code 1_000}.
   *
   * @param span its digits
   * @param value the number, not negative
   */
  record IntegerLiteral(Span span, long value) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInteger(this);
    }
  }

  /**
   * {@code 0.01}, {@code 1e-8}.
   *
   * @param span its characters
   * @param text as written, without underscores; {@link Double#parseDouble} reads it
   */
  record RealLiteral(Span span, String text) implements Expression {
    /** The number, finite and not negative. */
    public double value() {
      return Double.parseDouble(text);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReal(this);
    }
  }

  /**
   * {@code "mean"}.
   *
   * @param span from quote to quote
   * @param value the characters it means, escapes resolved
   */
  record StringLiteral(Span span, String value) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitString(this);
    }
  }

  /**
   * {@code true} or {@code false}.
   *
   * @param span the word
   * @param value which
   */
  record BooleanLiteral(Span span, boolean value) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBoolean(this);
    }
  }

  /**
   * {@code none}, Python's {@code None}.
   *
   * @param span the word
   */
  record NoneLiteral(Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNone(this);
    }
  }

  /**
   * {@code x}: whatever bears that name.
   *
   * @param span the name
   * @param name the name
   */
  record Reference(Span span, String name) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReference(this);
    }
  }

  /**
   * {@code (a, b)}; {@code (a,)} for one element, {@code ()} for none.
   *
   * @param span from parenthesis to parenthesis
   * @param elements its elements, in order
   */
  record TupleExpression(Span span, List<Expression> elements) implements Expression {
    /** Keeps its own copy of the list. */
    public TupleExpression {
      elements = List.copyOf(elements);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTuple(this);
    }
  }

  /**
   * {@code [30, 60, 90]}.
   *
   * @param span from bracket to bracket
   * @param elements its elements, in order
   */
  record ListExpression(Span span, List<Expression> elements) implements Expression {
    /** Keeps its own copy of the list. */
    public ListExpression {
      elements = List.copyOf(elements);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitList(this);
    }
  }

  /**
   * {@code x[:, -1]}.
   *
   * @param span all of it
   * @param value what is taken apart
   * @param subscripts what stands between the brackets, one at least
   */
  record Index(Span span, Expression value, List<Subscript> subscripts) implements Expression {
    /** Keeps its own copy of the list. */
    public Index {
      subscripts = List.copyOf(subscripts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIndex(this);
    }
  }

  /**
   * {@code fc1.weight}.
   *
   * @param span all of it
   * @param value what has the member
   * @param name the member
   */
  record Member(Span span, Expression value, Name name) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMember(this);
    }
  }

  /**
   * {@code Conv2d(6, kernel_size=3)}.
   *
   * @param span all of it
   * @param callee what is called
   * @param arguments its arguments, those without a name first
   */
  record Call(Span span, Expression callee, List<Argument> arguments) implements Expression {
    /** Keeps its own copy of the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCall(this);
    }
  }

  /**
   * {@code -a}, {@code not a}.
   *
   * @param span all of it
   * @param operator the operator
   * @param operand what it applies to
   */
  record Unary(Span span, UnaryOperator operator, Expression operand) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUnary(this);
    }
  }

  /**
   * {@code a + b}.
   *
   * @param span all of it
   * @param operator the operator
   * @param left the left operand
   * @param right the right operand
   */
  record Binary(Span span, BinaryOperator operator, Expression left, Expression right)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBinary(this);
    }
  }

  /**
   * <code>if i == 0 { 2 } else { 1 }</code>: chosen at compile time. {@code else if} nests.
   *
   * @param span all of it
   * @param condition known at compile time
   * @param whenTrue the value if it holds
   * @param whenFalse the value if it does not
   */
  record Conditional(Span span, Expression condition, Expression whenTrue, Expression whenFalse)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitConditional(this);
    }
  }

  /**
   * {@code image -> conv1 -> relu}.
   *
   * @param span all of it
   * @param head the value that goes in; a tuple gives the first stage several inputs
   * @param stages what is applied to it, in order, one at least
   */
  record Chain(Span span, Expression head, List<Stage> stages) implements Expression {
    /** Keeps its own copy of the list. */
    public Chain {
      stages = List.copyOf(stages);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitChain(this);
    }
  }

  /**
   * Stages as a value: <code>block = { Linear(64) -&gt; ReLU }</code>, or <code>repeat(6) i { … }
   * </code>. A layer made of layers.
   *
   * @param span the stages
   * @param body a {@link StageBody.Sequence} or {@link StageBody.Repeat}
   */
  record Composite(Span span, StageBody body) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitComposite(this);
    }
  }

  /**
   * {@code x as [N, 10]}: the value itself, its shape asserted. Within a chain it is the stage that
   * holds the assertion.
   *
   * @param span all of it
   * @param value the value
   * @param shape the shape it must have
   */
  record Assertion(Span span, Expression value, ShapePattern shape) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAssertion(this);
    }
  }

  /**
   * {@code 0..n}: the whole numbers from the first up to and without the second. It stands only
   * where a loop says what it goes through.
   *
   * @param span all of it
   * @param from the first number
   * @param to the number behind the last
   */
  record Range(Span span, Expression from, Expression to) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRange(this);
    }
  }

  /**
   * <code>scan xt in x along 1 with h = h0 { h = tanh(xt @ w + h @ u) yield h }</code>: a loop that
   * stays a loop.
   *
   * <p>The body runs once for each position of the scanned axis, in order. It sees the slice at
   * that position (without the axis) and the carried values; the newest value of a carried name is
   * what the next round sees. What it yields is stacked along the same axis. The value of the scan
   * is a tuple of the stacked yields, then the final carried values, each in order; one alone is no
   * tuple.
   *
   * @param span all of it
   * @param sources what is gone through side by side, one at least
   * @param axis the axis they are gone through along; the first where absent
   * @param carries what goes from round to round
   * @param body one round; its last statement may be a {@link Statement.Yield}
   */
  record Scan(
      Span span,
      List<ScanSource> sources,
      Optional<Expression> axis,
      List<Carry> carries,
      Block body)
      implements Expression {
    /** Keeps its own copies of the lists. */
    public Scan {
      sources = List.copyOf(sources);
      carries = List.copyOf(carries);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitScan(this);
    }

    /**
     * {@code xt in x}.
     *
     * @param span all of it
     * @param name the name of one slice
     * @param sequence a tensor, or a {@link Range}
     */
    public record ScanSource(Span span, Name name, Expression sequence) implements Node {}

    /**
     * {@code h = h0}.
     *
     * @param span all of it
     * @param name the name of the carried value
     * @param initial its value before the first round
     */
    public record Carry(Span span, Name name, Expression initial) implements Node {}
  }

  /** One method for each kind of expression. */
  interface Visitor<R> {
    /** A whole number. */
    R visitInteger(IntegerLiteral literal);

    /** A real number. */
    R visitReal(RealLiteral literal);

    /** A string. */
    R visitString(StringLiteral literal);

    /** A truth value. */
    R visitBoolean(BooleanLiteral literal);

    /** The absence of a value. */
    R visitNone(NoneLiteral literal);

    /** A name. */
    R visitReference(Reference reference);

    /** A tuple. */
    R visitTuple(TupleExpression tuple);

    /** A list. */
    R visitList(ListExpression list);

    /** An index or slice. */
    R visitIndex(Index index);

    /** A member. */
    R visitMember(Member member);

    /** A call. */
    R visitCall(Call call);

    /** An operator before its operand. */
    R visitUnary(Unary unary);

    /** An operator between its operands. */
    R visitBinary(Binary binary);

    /** A choice at compile time. */
    R visitConditional(Conditional conditional);

    /** A chain. */
    R visitChain(Chain chain);

    /** Stages as a value. */
    R visitComposite(Composite composite);

    /** An asserted shape. */
    R visitAssertion(Assertion assertion);

    /** A range. */
    R visitRange(Range range);

    /** A loop with carried values. */
    R visitScan(Scan scan);
  }
}
