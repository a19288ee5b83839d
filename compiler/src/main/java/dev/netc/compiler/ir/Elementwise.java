package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions of one element. Each constant says all that the compiler knows of a function: its
 * name, what it computes (in double, for the reference interpreter), its Java text, and its
 * pullback. Names and values follow PyTorch's functions.
 *
 * <p>In the Java text {@code $1}, {@code $2}, {@code $3} are the operands, in parentheses where
 * they need them, and {@code $T} the element type of the result. A pullback gives for each operand
 * the cotangent that flows to it, or null where none does.
 */
public enum Elementwise {
  NEG("neg", x -> -x, "-$1", (b, ct, x, y) -> one(b.neg(ct))),
  ABS("abs", Math::abs, "Math.abs($1)", (b, ct, x, y) -> one(b.mul(ct, b.map(sign(), x.get(0))))),
  SIGN("sign", Math::signum, "($T) Math.signum($1)", none()),
  FLOOR("floor", Math::floor, "($T) Math.floor($1)", none()),
  CEIL("ceil", Math::ceil, "($T) Math.ceil($1)", none()),
  ROUND("round", Math::rint, "($T) Math.rint($1)", none()),
  EXP("exp", StrictMath::exp, "($T) Math.exp($1)", (b, ct, x, y) -> one(b.mul(ct, y))),
  EXPM1(
      "expm1",
      StrictMath::expm1,
      "($T) Math.expm1($1)",
      (b, ct, x, y) -> one(b.mul(ct, b.add(y, b.like(y, 1))))),
  LOG("log", StrictMath::log, "($T) Math.log($1)", (b, ct, x, y) -> one(b.div(ct, x.get(0)))),
  LOG1P(
      "log1p",
      StrictMath::log1p,
      "($T) Math.log1p($1)",
      (b, ct, x, y) -> one(b.div(ct, b.add(x.get(0), b.like(y, 1))))),
  SQRT(
      "sqrt",
      Math::sqrt,
      "($T) Math.sqrt($1)",
      (b, ct, x, y) -> one(b.div(ct, b.mul(y, b.like(y, 2))))),
  SIN(
      "sin",
      StrictMath::sin,
      "($T) Math.sin($1)",
      (b, ct, x, y) -> one(b.mul(ct, b.map(cosine(), x.get(0))))),
  COS(
      "cos",
      StrictMath::cos,
      "($T) Math.cos($1)",
      (b, ct, x, y) -> one(b.neg(b.mul(ct, b.map(SIN, x.get(0)))))),
  TANH(
      "tanh",
      StrictMath::tanh,
      "($T) Math.tanh($1)",
      (b, ct, x, y) -> one(b.mul(ct, b.sub(b.like(y, 1), b.mul(y, y))))),
  SIGMOID(
      "sigmoid",
      x -> 1 / (1 + StrictMath.exp(-x)),
      "($T) (1 / (1 + Math.exp(-$1)))",
      (b, ct, x, y) -> one(b.mul(ct, b.mul(y, b.sub(b.like(y, 1), y))))),
  ERF(
      "erf",
      Erf::of,
      "dev.netc.runtime.Maths.erf($1)",
      (b, ct, x, y) ->
          one(
              b.mul(
                  ct,
                  b.mul(
                      b.like(y, 2 / Math.sqrt(Math.PI)),
                      b.map(EXP, b.neg(b.mul(x.get(0), x.get(0)))))))),
  /** The operand itself; no gradient flows through. */
  STOP_GRADIENT("stop_gradient", x -> x, "$1", none()),
  NOT("not", x -> x == 0 ? 1 : 0, "!$1", none()),

  ADD("add", (x, y) -> x + y, "$1 + $2", (b, ct, x, y) -> two(ct, ct)),
  SUB("sub", (x, y) -> x - y, "$1 - $2", (b, ct, x, y) -> two(ct, b.neg(ct))),
  MUL(
      "mul",
      (x, y) -> x * y,
      "$1 * $2",
      (b, ct, x, y) -> two(b.mul(ct, x.get(1)), b.mul(ct, x.get(0)))),
  DIV(
      "div",
      (x, y) -> x / y,
      "$1 / $2",
      (b, ct, x, y) -> two(b.div(ct, x.get(1)), b.neg(b.div(b.mul(ct, y), x.get(1))))),
  /**
   * As {@code torch.pow}: the exponent's cotangent is zero where base and exponent make it {@code 0
   * * log 0}.
   */
  POW(
      "pow",
      Math::pow,
      "($T) Math.pow($1, $2)",
      (b, ct, x, y) -> two(powBase(b, ct, x.get(0), x.get(1)), powExponent(b, ct, x, y))),
  /**
   * The greater; NaN if either is. Equal operands share the cotangent evenly, as in {@code
   * torch.maximum}.
   */
  MAX("max", Math::max, "Math.max($1, $2)", (b, ct, x, y) -> share(b, ct, x.get(0), x.get(1))),
  MIN("min", Math::min, "Math.min($1, $2)", (b, ct, x, y) -> share(b, ct, x.get(1), x.get(0))),
  /** The remainder with the sign of the divisor, as in Python. */
  REM(
      "rem",
      (x, y) -> x - Math.floor(x / y) * y,
      "($T) ($1 - Math.floor((double) $1 / $2) * $2)",
      (b, ct, x, y) -> two(ct, b.neg(b.mul(ct, b.map(FLOOR, b.div(x.get(0), x.get(1))))))),

  EQ("eq", (x, y) -> x == y ? 1 : 0, "$1 == $2", none()),
  NE("ne", (x, y) -> x != y ? 1 : 0, "$1 != $2", none()),
  LT("lt", (x, y) -> x < y ? 1 : 0, "$1 < $2", none()),
  LE("le", (x, y) -> x <= y ? 1 : 0, "$1 <= $2", none()),
  AND("and", (x, y) -> x != 0 && y != 0 ? 1 : 0, "$1 && $2", none()),
  OR("or", (x, y) -> x != 0 || y != 0 ? 1 : 0, "$1 || $2", none()),

  /** The second operand where the first is true, else the third. */
  WHERE(
      "where",
      (c, x, y) -> c != 0 ? x : y,
      "$1 ? $2 : $3",
      (b, ct, x, y) ->
          list(null, b.where(x.get(0), ct, b.like(ct, 0)), b.where(x.get(0), b.like(ct, 0), ct)));

  /** A function of one element in double. */
  @FunctionalInterface
  public interface Unary {
    double of(double x);
  }

  /** A function of two elements in double. */
  @FunctionalInterface
  public interface Binary {
    double of(double x, double y);
  }

  /** A function of three elements in double. */
  @FunctionalInterface
  public interface Ternary {
    double of(double x, double y, double z);
  }

  /**
   * From the cotangent of {@code y = f(x)} to those of the operands {@code x}; null where none
   * flows.
   */
  @FunctionalInterface
  public interface Pullback {
    List<@Nullable Value> apply(GraphBuilder builder, Value cotangent, List<Value> x, Value y);
  }

  private final String text;
  private final int arity;
  private final Ternary reference;
  private final String java;
  private final Pullback pullback;

  Elementwise(String text, Unary reference, String java, Pullback pullback) {
    this(text, 1, (x, y, z) -> reference.of(x), java, pullback);
  }

  Elementwise(String text, Binary reference, String java, Pullback pullback) {
    this(text, 2, (x, y, z) -> reference.of(x, y), java, pullback);
  }

  Elementwise(String text, Ternary reference, String java, Pullback pullback) {
    this(text, 3, reference, java, pullback);
  }

  Elementwise(String text, int arity, Ternary reference, String java, Pullback pullback) {
    this.text = text;
    this.arity = arity;
    this.reference = reference;
    this.java = java;
    this.pullback = pullback;
  }

  public int arity() {
    return arity;
  }

  /** The Java text, as the class comment describes. */
  public String java() {
    return java;
  }

  public Pullback pullback() {
    return pullback;
  }

  /** The value in double; operands past the arity are ignored, truth is 1. */
  public double evaluate(double x, double y, double z) {
    return reference.of(x, y, z);
  }

  /** Whether it takes a polynomial or more to compute it. */
  public boolean isTranscendental() {
    return switch (this) {
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, SIGMOID, ERF, POW -> true;
      default -> false;
    };
  }

  /** Whether the result is a truth value whatever the operands are. */
  public boolean isPredicate() {
    return switch (this) {
      case NOT, EQ, NE, LT, LE, AND, OR -> true;
      default -> false;
    };
  }

  /** The element type of the result. */
  ElementType infer(List<ElementType> operands) {
    List<ElementType> alike = this == WHERE ? operands.subList(1, 3) : operands;
    for (ElementType each : alike) {
      Check.that(each == alike.get(0), "%s of mixed types %s", this, operands);
    }
    if (this == WHERE) {
      Check.that(operands.get(0) == ElementType.BOOL, "condition of type %s", operands.get(0));
    }
    Check.that(takes(alike.get(0)), "%s of %s", this, operands);
    return isPredicate() ? ElementType.BOOL : alike.get(0);
  }

  /** Whether it is a function of elements of a type; of the last two operands for {@code WHERE}. */
  public boolean takes(ElementType element) {
    return switch (this) {
      case NOT, AND, OR -> element == ElementType.BOOL;
      case EQ, NE, WHERE, STOP_GRADIENT -> true;
      default -> element.isNumeric();
    };
  }

  @Override
  public String toString() {
    return text;
  }

  // An enum constant cannot name a later one while it is made.
  private static Elementwise sign() {
    return SIGN;
  }

  private static Elementwise cosine() {
    return COS;
  }

  private static Pullback none() {
    return (b, ct, x, y) -> list(new @Nullable Value[x.size()]);
  }

  private static List<@Nullable Value> one(Value cotangent) {
    return list(cotangent);
  }

  private static List<@Nullable Value> two(Value first, Value second) {
    return list(first, second);
  }

  private static List<@Nullable Value> list(@Nullable Value... cotangents) {
    List<@Nullable Value> all = new ArrayList<>();
    for (Value cotangent : cotangents) {
      all.add(cotangent);
    }
    return all;
  }

  private static Value powBase(GraphBuilder b, Value ct, Value base, Value exponent) {
    Value slope = b.mul(exponent, b.map(POW, base, b.sub(exponent, b.like(exponent, 1))));
    Value flat = b.map(EQ, exponent, b.like(exponent, 0));
    return b.mul(ct, b.where(flat, b.like(slope, 0), slope));
  }

  private static Value powExponent(GraphBuilder b, Value ct, List<Value> x, Value y) {
    Value zero = b.like(y, 0);
    Value base = x.get(0);
    Value flat = b.map(AND, b.map(EQ, base, zero), b.map(LE, zero, x.get(1)));
    Value logarithm = b.map(LOG, b.where(flat, b.like(base, 1), base));
    return b.mul(ct, b.mul(y, logarithm));
  }

  /**
   * The cotangent goes to the greater operand, half of it to each of two equal ones. Where the two
   * do not compare it goes to both, as in {@code torch.maximum}.
   */
  private static List<@Nullable Value> share(GraphBuilder b, Value ct, Value first, Value second) {
    Value tie = b.map(EQ, first, second);
    Value shared = b.where(tie, b.mul(ct, b.like(ct, 0.5)), ct);
    Value none = b.like(ct, 0);
    return two(
        b.where(b.map(LT, first, second), none, shared),
        b.where(b.map(LT, second, first), none, shared));
  }
}
