package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * A body that is run once for each position of some sequences, in order. It hands values on from
 * round to round.
 *
 * <p>The operands are what the carried values start from, then the sequences, then what each round
 * is given alike. The inputs of the body stand for them in this order: a carried value as it is, a
 * sequence as its part at one position, without the first axis. The outputs of the body are the
 * next carried values, then what the round yields.
 *
 * <p>The result is a vector: the yields of all rounds, one {@code [rounds, ...]} after another,
 * then the last carried values, one after another. {@link ScanBuilder#stacked} and {@link
 * ScanBuilder#last} take it apart. All its elements are of one floating type.
 *
 * <p>With {@link Layout#TRAILS} some of these parts overlap. Where the rounds yield a carried
 * value, the old one or the next or both, all that it has been lies side by side, {@code [rounds +
 * 1, ...]}: what a round hands on is what the round behind it gets, so it need not be copied.
 */
public record Scan(Graph body, int carries, int sequences, Direction direction, Layout layout)
    implements Op {
  /** Where the parts of the result lie. */
  public enum Layout {
    /** Each by itself, so that each has a cotangent of its own. */
    APART,
    /** Values of the same carried one together; for graphs that are differentiated already. */
    TRAILS;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Scan(Graph body, int carries, int sequences, Direction direction) {
    this(body, carries, sequences, direction, Layout.APART);
  }

  /** The order of the rounds. What a round yields is at the position of what it got. */
  public enum Direction {
    /** From the first position to the last. */
    FORWARD,
    /** From the last position to the first. */
    BACKWARD;

    public Direction opposite() {
      return this == FORWARD ? BACKWARD : FORWARD;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    List<Value> inputs = body.inputs();
    Check.count(this, operands, inputs.size());
    Check.that(sequences > 0 && carries + sequences <= inputs.size(), "a scan of nothing");
    Dim rounds = operands.get(carries).dim(0);
    for (int i = 0; i < operands.size(); i++) {
      boolean sequence = i >= carries && i < carries + sequences;
      TensorType wanted = inputs.get(i).type();
      Check.that(
          operands.get(i).equals(sequence ? stacked(wanted, rounds) : wanted),
          "%s where the rounds take %s",
          operands.get(i),
          wanted);
    }
    List<TensorType> results = body.outputs().stream().map(out -> out.value().type()).toList();
    for (int i = 0; i < carries; i++) {
      Check.that(
          results.get(i).equals(operands.get(i)),
          "%s carried as %s",
          operands.get(i),
          results.get(i));
    }
    ElementType element = results.get(0).element();
    Check.that(
        element.isFloating() && results.stream().allMatch(type -> type.element() == element),
        "results %s",
        results);
    return new TensorType(element, new Shape(List.of(size(rounds))));
  }

  private static TensorType stacked(TensorType each, Dim rounds) {
    return each.withShape(each.shape().insert(0, rounds));
  }

  private Dim size(Dim rounds) {
    Dim size = start(rounds, yields());
    for (int i = 0; i < carries; i++) {
      size = size.plus(hasTrail(i) ? Dim.ZERO : elements(i));
    }
    return size;
  }

  private Dim elements(int output) {
    return body.outputs().get(output).value().shape().elements();
  }

  /** How many values a round yields. */
  public int yields() {
    return body.outputs().size() - carries;
  }

  /** The next value of a carried one. */
  public Value next(int carry) {
    return body.outputs().get(carry).value();
  }

  /** What a round yields. */
  public Value yielded(int yield) {
    return body.outputs().get(carries + yield).value();
  }

  /** Where a yield starts in the result; for the number of yields, where the last values start. */
  public Dim start(Dim rounds, int yield) {
    if (yield == yields() || trail(yield) < 0) {
      return startOfRun(rounds, yield);
    }
    int carry = trail(yield);
    return yielded(yield) == body.inputs().get(carry)
        ? startOfOld(rounds, carry)
        : startOfNext(rounds, carry);
  }

  /** Where the last value of a carried one starts in the result. */
  public Dim startOfLast(Dim rounds, int carry) {
    if (hasTrail(carry)) {
      Dim start = startOfTrail(rounds, carry);
      return direction == Direction.FORWARD ? start.plus(elements(carry).times(rounds)) : start;
    }
    Dim start = startOfRun(rounds, yields());
    for (int i = 0; i < carry; i++) {
      start = start.plus(hasTrail(i) ? Dim.ZERO : elements(i));
    }
    return start;
  }

  /** Whether all that a carried value has been lies side by side in the result. */
  public boolean hasTrail(int carry) {
    for (int i = 0; i < yields(); i++) {
      if (trail(i) == carry) {
        return true;
      }
    }
    return false;
  }

  /** Where the old values of a carried one with a trail start: that of the first position. */
  public Dim startOfOld(Dim rounds, int carry) {
    Dim start = startOfTrail(rounds, carry);
    return direction == Direction.FORWARD ? start : start.plus(elements(carry));
  }

  /** Where the next values of a carried one with a trail start: that of the first position. */
  public Dim startOfNext(Dim rounds, int carry) {
    Dim start = startOfTrail(rounds, carry);
    return direction == Direction.FORWARD ? start.plus(elements(carry)) : start;
  }

  /** The carried value in whose trail a yield lies, or -1. */
  private int trail(int yield) {
    if (layout == Layout.APART) {
      return -1;
    }
    int nextOf = -1;
    for (int i = carries - 1; i >= 0; i--) {
      if (yielded(yield) == body.inputs().get(i)) {
        return i;
      }
      nextOf = yielded(yield) == next(i) ? i : nextOf;
    }
    return nextOf;
  }

  private Dim startOfTrail(Dim rounds, int carry) {
    int first = 0;
    while (trail(first) != carry) {
      first++;
    }
    return startOfRun(rounds, first);
  }

  /** The elements of yields before this one, each run counted once. */
  private Dim startOfRun(Dim rounds, int yield) {
    Dim start = Dim.ZERO;
    for (int i = 0; i < yield; i++) {
      int carry = trail(i);
      if (carry < 0) {
        start = start.plus(elements(carries + i).times(rounds));
      } else if (isFirst(i, carry)) {
        start = start.plus(elements(carry).times(rounds.plus(1)));
      }
    }
    return start;
  }

  private boolean isFirst(int yield, int carry) {
    for (int i = 0; i < yield; i++) {
      if (trail(i) == carry) {
        return false;
      }
    }
    return true;
  }

  /** The type of all elements of the result. */
  public ElementType element() {
    return body.outputs().get(0).value().type().element();
  }

  /** The same with another body. */
  public Scan withBody(Graph other) {
    return new Scan(other, carries, sequences, direction, layout);
  }

  /** The same with another layout. */
  public Scan withLayout(Layout other) {
    return new Scan(body, carries, sequences, direction, other);
  }

  /** The same, with more yields behind its own. */
  Scan yielding(List<Value> more) {
    List<Graph.Output> outputs = new ArrayList<>(body.outputs());
    more.forEach(value -> outputs.add(ScanBuilder.output(outputs.size(), value)));
    return withBody(new Graph(body.values(), outputs));
  }

  /**
   * The same, yielding also the carried values that each round starts from, behind its own yields.
   */
  public Scan yieldingCarries() {
    return yielding(body.inputs().subList(0, carries));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.scan(this);
  }
}
